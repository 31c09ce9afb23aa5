-- What a message gave besides its answer, so that an edit of it corrects that too; and when a submission was asked for.

ALTER TABLE evidence ADD COLUMN message TEXT NOT NULL DEFAULT '';              -- the platform's ref of the message that gave this document
ALTER TABLE answers ADD COLUMN explanation_message TEXT NOT NULL DEFAULT '';   -- the same of the explanation beside the answer
ALTER TABLE sheets ADD COLUMN wanted_at TEXT;                                  -- a submission that waits for files counts from when it was asked for
CREATE INDEX evidence_by_message ON evidence (message, by) WHERE message <> '' AND removed_at IS NULL;
