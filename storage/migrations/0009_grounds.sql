-- What a decision on a grade or on the order among equals rested on.

ALTER TABLE decisions ADD COLUMN points TEXT NOT NULL DEFAULT '';       -- the unit's total when it was decided; empty: from before this was kept
