# Search, the life of a record, and the end of a permit.

## The end of a permit.
error-permit-ended = That permit has ended
advice-permit-ended = Whoever stays needs a new permit
error-end-day = The end day does not fit the validity of the permit
advice-end-day = Choose a day that is not in the future and within its validity; for expiry: the day after the last day
error-end-reason = That reason does not apply to this kind of permit
