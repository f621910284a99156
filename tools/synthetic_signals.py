"""Test signals at 22050 Hz that any language can rebuild from a formula: computed in float64, rounded to float32.

In the formulas n is the sample's index, t = n / 22050, N the length; lcg is the sequence of
state = (1664525 * state + 1013904223) mod 2^32 from state 1, each state (the first after one step) giving state / 2^31 - 1.
"""

import numpy as np

SR = 22050


def lcg(count: int) -> np.ndarray:
    states, state = np.empty(count), 1
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        states[i] = state
    return states / 2**31 - 1


def times(count: int) -> np.ndarray:
    return np.arange(count) / SR


def tone(frequency: float, count: int) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * times(count))


def harmonics(count: int) -> np.ndarray:
    fade = 1 - np.arange(count) / count
    return fade * (0.3 * tone(220, count) + 0.2 * tone(440, count) + 0.1 * tone(660, count))


def chirp(count: int) -> np.ndarray:
    t = times(count)
    return 0.5 * np.sin(2 * np.pi * (100 * t + 1975 * t * t))


def impulse(count: int) -> np.ndarray:
    return np.where(np.arange(count) == 5512, 1.0, 0.0)


def bursts(count: int) -> np.ndarray:
    return np.where(np.arange(count) // 6615 % 2 == 0, 0.3 * lcg(count), 0.0)


def decay(count: int) -> np.ndarray:
    return 0.8 * np.exp(-3 * times(count)) * tone(330, count)


FORMULAS = {
    "sine": (22050, "0.5 sin(2π 440 t)", lambda count: 0.5 * tone(440, count)),
    "harmonics": (33075, "(1 - n/N) (0.3 sin(2π 220 t) + 0.2 sin(2π 440 t) + 0.1 sin(2π 660 t))", harmonics),
    "chirp": (44100, "0.5 sin(2π (100 t + 1975 t²))", chirp),
    "noise": (33075, "0.3 lcg[n]", lambda count: 0.3 * lcg(count)),
    "impulse": (22050, "1 where n = 5512, else 0", impulse),
    "bursts": (33075, "0.3 lcg[n] where floor(n / 6615) is even, else 0", bursts),
    "decay": (33075, "0.8 exp(-3 t) sin(2π 330 t)", decay),
    "quiet": (33075, "0.0001 lcg[n]", lambda count: 0.0001 * lcg(count)),
    "constant": (22050, "0.5", lambda count: np.full(count, 0.5)),
    "brief": (2205, "(1 - n/N) (0.3 sin(2π 220 t) + 0.2 sin(2π 440 t) + 0.1 sin(2π 660 t))", harmonics),
    "short": (1000, "0.5 sin(2π 440 t)", lambda count: 0.5 * tone(440, count)),
}


def signal(name: str) -> np.ndarray:
    count, _, formula = FORMULAS[name]
    return formula(count).astype(np.float32)
