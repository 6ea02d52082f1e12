"""The page kit and the files people take away: it knows no room, rooms fill it."""
