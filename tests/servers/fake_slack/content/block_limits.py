"""Lengths and counts in Block Kit that the published types do not say.

Sources: the models of slack_sdk 3.47 and docs.slack.dev/reference/block-kit.
"""

#: Characters, by the type of the block or element and the path inside it.
CHARACTERS: dict[str, dict[str, int]] = {
    "section": {"text.text": 3000},
    "header": {"text.text": 150},
    "image": {"image_url": 3000, "alt_text": 2000, "title.text": 2000},
    "input": {"label.text": 2000, "hint.text": 2000},
    "markdown": {"text": 12_000},
    "data_visualization": {
        "title": 50,
        "chart.axis_config.x_label": 50,
        "chart.axis_config.y_label": 50,
    },
    "video": {"title.text": 200, "description.text": 200},
    "feedback_buttons": {
        f"{thumb}_button.{path}": most
        for thumb in ("positive", "negative")
        for path, most in (("text.text", 75), ("value", 2000), ("accessibility_label", 75))
    },
    "button": {"text.text": 75, "value": 2000, "url": 3000, "accessibility_label": 75},
    "plain_text_input": {"placeholder.text": 150, "initial_value": 3000},
    "static_select": {"placeholder.text": 150},
    "multi_static_select": {"placeholder.text": 150},
    "external_select": {"placeholder.text": 150},
    "users_select": {"placeholder.text": 150},
    "multi_users_select": {"placeholder.text": 150},
    "channels_select": {"placeholder.text": 150},
    "multi_channels_select": {"placeholder.text": 150},
    "conversations_select": {"placeholder.text": 150},
    "multi_conversations_select": {"placeholder.text": 150},
    "datepicker": {"placeholder.text": 150},
    "timepicker": {"placeholder.text": 150},
}

#: Least and most items, by the type of the block or element and the name of the list.
ITEMS: dict[str, dict[str, tuple[int, int]]] = {
    "section": {"fields": (1, 10)},
    "context": {"elements": (1, 10)},
    "actions": {"elements": (1, 25)},
    "context_actions": {"elements": (1, 5)},
    "table": {"rows": (1, 100)},
    "data_table": {"rows": (2, 101)},
    "pie": {"segments": (1, 6)},
    **{chart: {"series": (1, 6)} for chart in ("bar", "line", "area")},
    "static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "multi_static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "overflow": {"options": (1, 5)},
    "radio_buttons": {"options": (1, 10)},
    "checkboxes": {"options": (1, 10)},
}

#: Keys whose text object must be plain_text, by type; "*" is every block and element.
PLAIN_TEXT: dict[str, frozenset[str]] = {
    "*": frozenset({"placeholder", "label", "hint", "title"}),
    "header": frozenset({"text"}),
    "button": frozenset({"text"}),
    "modal": frozenset({"title", "submit", "close"}),
}

#: Elements whose options take plain_text only (radio buttons and checkboxes take mrkdwn too).
PLAIN_OPTIONS = frozenset({"static_select", "multi_static_select", "overflow"})

OPTION_TEXT, OPTION_VALUE, OPTION_DESCRIPTION, GROUP_LABEL = 75, 150, 75, 75
FIELD_TEXT = 2000
IDENTIFIER = 255
CELLS_PER_ROW = 20
#: Of all cells of a table together, and rows of a page: docs.slack.dev/reference/block-kit/blocks/data-table-block.
CELLS_CHARACTERS, PAGE_ROWS = 10_000, 100
#: Categories of a chart and characters of each, and charts of a message.
CATEGORIES, CATEGORY, CHARTS = 20, 20, 2
#: What messages alone have.
IN_MESSAGES = frozenset({"context_actions", "data_table", "data_visualization", "table"})
BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW = 50, 100
#: Cut-off over all blocks of a message, as reported in github.com/slackapi/bolt-js/issues/2509.
CHARACTERS_PER_MESSAGE = 13_200
