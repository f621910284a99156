"""The eight emotions of RAVDESS in the order of its codes 01 to 08; the order of the CNN's outputs."""

EMOTIONS = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"]
