"""防疫监测: signals of laboratories, gates and firms become states, states become alerts that are opened and closed once."""
