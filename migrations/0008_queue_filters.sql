-- Every filter of the queue beside every other. Each index ends with the columns that the others filter by, so that a page reads
-- rows of what it shows alone: what one filter lets through and another does not is passed over within the index.
DROP INDEX requests_by_due;
DROP INDEX requests_by_state;
DROP INDEX requests_by_kind;
DROP INDEX requests_by_regime;
DROP INDEX requests_by_assignee;

CREATE INDEX requests_by_due ON requests (queue, due, id, place, received);
CREATE INDEX requests_by_state ON requests (queue, state, due, id, regime, place, received);
CREATE INDEX requests_by_kind ON requests (queue, kind, due, id, state, regime, assignee, place, received);
CREATE INDEX requests_by_regime ON requests (queue, regime, due, id, place, received);
CREATE INDEX requests_by_assignee ON requests (queue, assignee, due, id, state, regime, place, received);
