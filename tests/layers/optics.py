"""Contrast of colours and how people with colour-blindness see them: the oracles of the palette's tests."""

import numpy as np
from numpy.typing import NDArray

DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Machado, Oliveira and Fernandes (2009), full severity, on linear sRGB."""


def linear(colour: str) -> NDArray[np.float64]:
    """``#RRGGBB`` as linear sRGB (3,), IEC 61966-2-1."""
    shares = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, from 1 to 21."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted((float(linear(one) @ weights), float(linear(other) @ weights)))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, deficiency: str | None = None) -> NDArray[np.float64]:
    """The colour as seen, in OKLab (3,)."""
    seen = linear(colour)
    if deficiency is not None:
        seen = np.clip(np.array(DEFICIENCIES[deficiency]) @ seen, 0, 1)
    cones = np.array(
        (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        )
    )
    opponent = np.array(
        (
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        )
    )
    return opponent @ np.cbrt(cones @ seen)


def distance(one: str, other: str, deficiency: str | None = None) -> float:
    """How far apart two colours look in OKLab; about 0.02 can just be told apart side by side."""
    return float(np.linalg.norm(lab(one, deficiency) - lab(other, deficiency)))
