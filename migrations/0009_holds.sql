-- What is open of a contact: it holds an erasure of the same contact up, however many requests came since.
CREATE INDEX requests_open_by_contact ON requests (contact, kind) WHERE queue = 'active';
