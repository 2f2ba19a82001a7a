"""What a reader made of a file, in short."""


def said(reading):
    return [(f.line, f.severity, f.sentence.split(".")[0]) for f in reading.findings]


def right(content):
    return [option.text["en"] for option in content.options if option.is_key]
