"""The two long lists, of hazards and of objects: their columns, their rows, and what leaves the program of them.

- `dashboard.lists.base`     what a column and a list are
- `dashboard.lists.hazards`, `dashboard.lists.objects`   the two lists
- `dashboard.lists.asked`    what a request asks of a list: order, block, chosen rows
- `dashboard.lists.export`   the rows as a workbook, as CSV, or for the clipboard
- `dashboard.lists.grid`     the grid and what stands around it on the page
"""

from dashboard.lists import hazards, objects
from dashboard.lists.base import ListOf

LISTS: tuple[ListOf, ...] = (hazards.LIST, objects.LIST)
"""Every list, by ``key`` in addresses."""

__all__ = ["LISTS", "ListOf"]
