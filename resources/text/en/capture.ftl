## Photo: assistant, capture by itself, frame, white balance.
photo-itself = Take by itself
photo-hold = Good. Hold still… { $seconds }
photo-unguided = Put the face into the frame, then press Space
photo-turn-left = Turn left
photo-turn-right = Turn right
photo-reset = Reset
photo-balance = Whiten ground
photo-unbalance = Original color
photo-no-balance = White cannot be balanced
photo-no-balance-advice = Too little of the ground is seen, or its color is too far from white

## Photo: age and earlier photos.
photo-taken-on = Taken on { $date }, { $age }
photo-too-old = This photo is too old: taken on { $date }, { $age }
photo-age-new = less than a month ago
photo-age-months = { $count } months ago
photo-age-years = { $count } years ago
photo-earlier = Earlier photos: the same person?
photo-earlier-same = The same person?
photo-earlier-hint = Whether it is the same person, the officer says
photo-earlier-one = Photo of permit { $permit }, { $date }
photo-earlier-undated = Without a date

## Photo: flaws a supervisor accepts.
photo-accept = Accept flaws…
photo-accept-title = Accept this photo as it is?
photo-accept-text = A supervisor gives the reason and proves to be here. Reason and name are recorded and shown to the one who approves.
photo-accept-yes = Accept photo
photo-accept-login = Login of the supervisor
photo-accepted = Photo accepted by a supervisor
finding-portrait-accepted = Flaws of the photo accepted by { $officer }: { $reason }
error-portrait-flawless = This photo has no flaws
advice-portrait-flawless = Go on without a supervisor
act-portrait-accept = Flaws of a photo accepted by a supervisor
act-portrait-list = Earlier photos viewed

## Photo: the office's rules in the settings.
photo-settings = Photo
photo-settings-hint = Applies to photos taken after saving
photo-ground = Background colour
photo-ground-white = White
photo-ground-red = Red
photo-ground-blue = Blue
photo-ground-orange = Orange
photo-oldest = Oldest photo
photo-months = { $count } months
photo-flaws = Flaws no supervisor has accepted
photo-flaws-told = Are told
photo-flaws-stop = Stop the application
photo-camera = Taking the photo
photo-camera-officer = By the officer
photo-camera-itself = By itself when all is well
