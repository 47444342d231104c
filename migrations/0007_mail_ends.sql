-- When what a mail says is over, such as a code: from then on it is neither sent nor tried anew. NULL: it never is.
ALTER TABLE outbox ADD COLUMN expires TEXT;

-- A code that still holds is not sent anew: that is asked of the request, no longer of address and kind.
DROP INDEX proofs_by_subject;
ALTER TABLE proofs DROP COLUMN subject;
