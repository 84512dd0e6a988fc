"""A county that never was: repeatable synthetic objects and hazards over the shapes of any pack, marked 示例."""

from data.demo.build import build_demo as build_demo
from data.demo.generate import generate as generate
