-- Who did something is named as they were named then: the name that was borne at an instant is the earliest that ended after it.

CREATE INDEX people_names_of_people ON people_names (person_id, until);
