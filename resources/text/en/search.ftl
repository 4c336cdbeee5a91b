# Search, the life of a record, and the end of a permit.

## The end of a permit.
error-permit-ended = That permit has ended
advice-permit-ended = Whoever stays needs a new permit
error-end-day = The end day does not fit the validity of the permit
advice-end-day = Choose a day that is not in the future and within its validity; for expiry: the day after the last day
error-end-reason = That reason does not apply to this kind of permit
advice-end-reason = Choose a reason that holds for that KITAS or KITAP

## Search from the command line.
search-found = { $count ->
    [one] 1 permit found
   *[other] { $count } permits found
}
search-more = More than { $count } permits; add words or filters
search-alike = { $count } more with a similar spelling
search-card-void = card void, waiting for another
