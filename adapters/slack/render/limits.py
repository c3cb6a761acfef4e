"""What Slack takes in one message, view, block and element, in characters or pieces.

Source, where no other is named: https://docs.slack.dev/reference/block-kit
"""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
#: The top-level text of a message; `chat.update` refuses more: https://docs.slack.dev/reference/methods/chat.update
MESSAGE_TEXT = 4000
#: All texts of a message's blocks together. Beyond about 13,200 Slack answers `msg_blocks_too_long` although every
#: block is within its limits: https://github.com/slackapi/bolt-js/issues/2509
MESSAGE_CHARACTERS = 12_000
#: A second table in a message is refused (`only_one_table_allowed`).
MESSAGE_TABLES = 1
#: Of charts: https://docs.rs/slack-morphism/2.30.0/slack_morphism/blocks/struct.SlackDataVisualizationBlock.html
MESSAGE_CHARTS = 2
TABLE_ROWS = 100
TABLE_COLUMNS = 20
#: Rows of a data table that are seen at once.
TABLE_PAGE = 20
#: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block; others name more series and categories.
CHART_TITLE = 50
CHART_SERIES = 6
CHART_CATEGORIES = 20
CHART_LABEL = 20
HEADER = 150
SECTION_FIELDS = 10
CONTEXT_ELEMENTS = 10
ACTIONS = 25
BUTTON_LABEL = 75
LIST_INDENT = 8
VIEW_TITLE = 24
INPUT_TEXT = 3000
OPTIONS = 100
#: Entries of the menu behind three dots.
OVERFLOW = 5
OPTION_LABEL = 75
OPTION_VALUE = 150

#: The longest text Askaday puts into one block, escaped: below each limit of 2,000 and 3,000 characters, and small
#: enough for a block and the heading above it to share a message.
PIECE = 1900
