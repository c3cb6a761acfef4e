"""Text of packs ↔ questions: reading, checking, importing, exporting. Nothing here picks, asks or grades a question."""
