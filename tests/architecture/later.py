"""What is imported with the first work that needs it: no process has it before."""

#: Drawing takes a second to import, templates and what serves HTTP are for pages, what makes tables is for a database
#: that is not up to date, and the rest, 32 MB of memory, is for who grades, imports, types, keeps holidays or tokens.
LATER = {
    "anyio",
    "holidays",
    "starlette",
    "uvicorn",
    "matplotlib",
    "sqlite_utils",
    "numpy",
    "rapidfuzz",
    "charset_normalizer",
    "selectolax",
    "snowballstemmer",
    "bot.packs.importing.importer",
    "jinja2",
    "onnxruntime",
    "adapters.grading.aligned.aligning",
    "adapters.grading.llm.grader",
    "openpyxl",
    "prompt_toolkit",
    "cryptography",
}
