"""日常防控: what a site does every day: health of its people, sections and disinfection, goods, the report of both lines."""
