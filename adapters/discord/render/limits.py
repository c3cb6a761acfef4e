"""Discord's limits.

https://docs.discord.com/developers/components/reference, …/resources/message and …/interactions/application-commands
"""

#: Characters of all texts that one message of components shows, and of a piece that is not split further.
MESSAGE = 4000
PIECE = 1900
#: Buttons of one row, of which a message takes several.
BUTTONS_IN_ROW = 5
LABEL = 80
CUSTOM_ID = 100
THREAD_NAME = 100
CHOICES = 25
CHOICE = 100
DESCRIPTION = 100
MODAL_TITLE = 45
FIELD_LABEL = 45
FIELD_HINT = 100
#: Characters of a text in a form, of which Discord names no limit of its own.
FORM_TEXT = MESSAGE
FIELD = 4000
NONCE = 25
FILE_DESCRIPTION = 1024
PAGE = 100
