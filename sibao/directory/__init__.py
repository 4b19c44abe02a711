"""底册: areas, organisations, sectors, units (企业/项目), sites, posts, teams, gates; persons, employments, supply links."""
