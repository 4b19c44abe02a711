"""What contexts above offer to do with a screening: entries whose route takes its id."""

from sibao.kernel.slots import MenuEntry, Slots

FOLLOW_UPS: Slots[MenuEntry] = Slots()
