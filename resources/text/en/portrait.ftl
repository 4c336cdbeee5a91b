# The portrait assistant: one sentence a check, for passing, for below its range, and for above.
# Left and right are those of the picture.

check-picture = The camera gives a picture
check-picture-low = The picture is almost empty: uncover the lens and switch on the light
check-faces = One face
check-faces-low = No face is found: ask the applicant to sit facing the camera
check-faces-high = There is more than one face: let only the applicant be seen
check-framed = No edge of a photo or screen
check-framed-high = The edge of a photo or screen is seen: photograph the person
check-raster = No dots of a print or screen
check-raster-high = The face is made of the dots of a print or screen: photograph the person
check-eye-distance = Enough pixels between the eyes
check-eye-distance-low = The face is too small in the picture: bring the camera closer or use a larger photo
check-cut = The whole head is in the frame
check-cut-low = The head or its covering is cut off: move the applicant back or shift the frame
check-head-size = The head has the right size
check-head-size-low = The head is too small: bring the applicant closer
check-head-size-high = The head is too large: move the applicant back
check-centred = The face is centred
check-centred-low = The face is too far to the left of the picture: move it to the middle
check-centred-high = The face is too far to the right of the picture: move it to the middle
check-eye-line = The eyes are at the right height
check-eye-line-low = The head is too high: lower the chair or raise the camera
check-eye-line-high = The head is too low: raise the chair or lower the camera
check-roll = The head is upright
check-roll-low = The head leans to the left of the picture: hold it upright
check-roll-high = The head leans to the right of the picture: hold it upright
check-yaw = The face looks straight ahead
check-yaw-low = The face is turned to the left of the picture: turn it to the camera
check-yaw-high = The face is turned to the right of the picture: turn it to the camera
check-pitch = The chin is level
check-pitch-low = The head is bowed: lift the chin a little
check-pitch-high = The head is tilted back: lower the chin a little
check-eyes = Both eyes are open
check-eyes-low = The eyes are not open enough: ask the applicant to open them
check-eyes-seen = Eyes are clearly seen
check-eyes-seen-low = The eyes are not clearly seen: take off dark glasses, open the eyes, move hair aside
check-blink = Not blinking
check-blink-high = The eyes are shut: wait until they are open
check-gaze = Looking at the camera
check-gaze-low = Looking to the left of the picture: ask the applicant to look at the camera
check-gaze-high = Looking to the right of the picture: ask the applicant to look at the camera
check-mouth = The mouth is closed
check-mouth-high = The mouth is open: ask the applicant to close it
check-exposure = The face is well lit
check-exposure-low = The face is too dark: add light from the front
check-exposure-high = The face is too bright: dim the light
check-glare = No glare
check-glare-high = Part of the face is burnt out: dim or move the light
check-shadow = Light from left and right is even
check-shadow-low = The left of the picture is brighter: move the light to the right
check-shadow-high = The right of the picture is brighter: move the light to the left
check-sharpness = The photo is sharp
check-sharpness-low = The photo is not sharp: hold the camera still and clean its lens
check-colour = The photo is in colour
check-colour-low = The photo has no colour: take one in colour
check-background = The background is plain and even
check-background-high = The background is uneven: use a plain one without shadows
check-ground = The background has the right colour
check-ground-low = The background does not have the office's colour: change it or light it
check-size = The photo is large enough
check-size-low = The photo is rather small: move the camera closer or use a larger photo
check-unknown = Cannot be measured yet

error-portrait-networks = The portrait assistant cannot be run
advice-portrait-networks = Install the program again; photos can still be taken and framed by hand
error-portrait-rules = The rules of portraits cannot be read
advice-portrait-rules = Correct the file of rules or use the one that came along

## The commands portrait check and portrait fairness.
cli-portrait-passes = { $file }: passes
cli-portrait-fails = { $file }: { $count ->
    [one] { $count } check fails
   *[other] { $count } checks fail
 }
cli-portrait-refused = { $file }: { $why }
cli-portrait-crop = Crop written to { $file }
cli-portrait-out = --out must be a folder when there is more than one photo
cli-portrait-born = --born and --on are dates, e.g. 2019-03-31, and birth is not the later one
cli-portrait-none = There is no photo to check
cli-portrait-fair = The same for every skin tone: { $same } of { $all } checks
cli-portrait-taken = Taken { $date }
cli-portrait-old = ! Taken { $date }, more than { $months } months ago
cli-photo-old = This photo is older than the office takes
