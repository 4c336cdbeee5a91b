# Camera and portrait checks.

## Photo files that are refused.
error-portrait-format = This file is not a photo that can be read
advice-portrait-format = Choose a JPEG, PNG or WebP photo
error-portrait-too-large = The photo is too large
advice-portrait-too-large = Choose a photo of at most 40 MB and 60 million pixels
error-portrait-too-small = The photo is too small for a card
advice-portrait-too-small = Enlarge the frame or choose a larger photo
error-portrait-damaged = The photo is damaged or cut off
advice-portrait-damaged = Copy the file again or take a new photo
error-portrait-crop = The frame lies outside the photo
advice-portrait-crop = Move the frame back into the photo

## Camera.
error-camera-no-device = No camera found
advice-camera-no-device = Plug in the camera and wait a few seconds
error-camera-busy = Another program is using the camera
advice-camera-busy = Close the other program that uses the camera
error-camera-denied = This program may not use the camera
advice-camera-denied = Allow the use of the camera in the computer's settings
error-camera-unplugged = The camera was unplugged
advice-camera-unplugged = Plug the camera back in; the picture returns by itself
error-camera-stalled = The camera stopped sending pictures
advice-camera-stalled = Unplug the camera and plug it back in
error-camera-no-format = The kind of picture this camera sends cannot be read
advice-camera-no-format = Use another camera or take the photo from a file
error-camera-bad-frames = The camera sends damaged pictures
advice-camera-bad-frames = Check its cable or use another USB socket
error-camera-no-stills = There is no readable photo in this folder
advice-camera-no-stills = Put JPEG, PNG or WebP photos into the folder
error-camera-other = The camera does not work
advice-camera-other = Unplug the camera and plug it back in, or use another one
