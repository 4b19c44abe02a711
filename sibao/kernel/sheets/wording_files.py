"""The sentences for files that are not read (code → Chinese, cure, English, cure)."""

_SAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
_SAVE_EN = "Open it in Excel or WPS, save it as .xlsx and upload again."
_TRIM = "请只保留要导入的名单，删掉多余的行列或分成几个文件。"
_TRIM_EN = "Keep only the list to import; delete surplus rows and columns or split the file."


def _say(zh: str, zh_cure: str, en: str, en_cure: str) -> dict[str, str]:
    return {"zh": zh, "zh_cure": zh_cure, "en": en, "en_cure": en_cure}


FILES: dict[str, dict[str, str]] = {
    "empty": _say(
        "文件是空的（0 字节）。", "请检查是否保存完成，再上传。", "The file is empty (0 bytes).", "Save it again."
    ),
    "not-a-workbook": _say("这不是表格文件。", _SAVE, "This is not a spreadsheet.", _SAVE_EN),
    "html": _say(
        "这是网页（HTML 或 XML），只是后缀写成了表格。",
        _SAVE,
        "This is a web page (HTML or XML) under a spreadsheet's name.",
        _SAVE_EN,
    ),
    "xlsb": _say(
        "这是二进制工作簿（.xlsb），其中的公式和错误值无法可靠读出。",
        _SAVE,
        "A binary workbook (.xlsb): its formulas and error values cannot be told apart reliably.",
        _SAVE_EN,
    ),
    "too-large": _say(
        "文件有 {size} MB，超过上限 {limit} MB。",
        _TRIM,
        "The file has {size} MB, over the limit of {limit} MB.",
        _TRIM_EN,
    ),
    "too-many-rows": _say(
        "工作表“{sheet}”有 {count} 行，超过上限 {limit} 行。",
        _TRIM,
        "Sheet “{sheet}” has {count} rows, over the limit of {limit}.",
        _TRIM_EN,
    ),
    "too-many-columns": _say(
        "工作表“{sheet}”有 {count} 列，超过上限 {limit} 列。",
        _TRIM,
        "Sheet “{sheet}” has {count} columns, over the limit of {limit}.",
        _TRIM_EN,
    ),
    "too-many-cells": _say(
        "这个工作簿的格子太多，超过上限 {limit} 格。", _TRIM, "The workbook has more than {limit} cells.", _TRIM_EN
    ),
    "far-corner": _say(
        "工作表“{sheet}”的 {cell} 格离名单太远，不读。",
        "请到 {cell} 删掉这一格（整行整列删除），保存后再上传。",
        "Cell {cell} of sheet “{sheet}” lies too far from the list.",
        "Delete that cell's row and column, save and upload again.",
    ),
    "cell-too-long": _say(
        "有一格超过 {limit} 个字，或引号没有成对。",
        "请缩短该格，或检查引号后再上传。",
        "A cell is longer than {limit} characters, or a quotation mark is not closed.",
        "Shorten the cell or close the quotation mark.",
    ),
    "zip-bomb": _say(
        "文件解压后异常巨大，不读。",
        "请把名单复制到新的工作簿，另存后上传。",
        "The file unpacks to an abnormal size.",
        "Copy the list into a new workbook, save and upload that.",
    ),
    "xml-bomb": _say(
        "文件内部含有不允许的实体声明，不读。",
        "请把名单复制到新的工作簿，另存后上传。",
        "The file declares entities, which no office program writes.",
        "Copy the list into a new workbook, save and upload that.",
    ),
    "encrypted": _say(
        "文件设了打开密码，读不了。",
        "请在 Excel 里取消密码（文件 → 信息 → 保护工作簿），保存后再上传。",
        "The file is protected by a password.",
        "Remove the password in Excel (File → Info → Protect Workbook), save and upload again.",
    ),
    "macros": _say(
        "文件带有宏（程序），不接收。",
        "请另存为不带宏的 .xlsx 后再上传。",
        "The file contains macros.",
        "Save it as .xlsx without macros and upload again.",
    ),
    "external-links": _say(
        "文件引用了别的文件或数据连接，不接收。",
        "请在“数据 → 编辑链接”中断开链接，或把名单按“值”粘贴到新表，再上传。",
        "The file links to other files or data connections.",
        "Break the links (Data → Edit Links) or paste the list as values into a new sheet.",
    ),
    "embedded-objects": _say(
        "文件里嵌有别的文件或程序对象（OLE／DDE／控件），不接收。",
        "请把名单按“值”粘贴到新的工作簿，再上传。",
        "The file embeds other files or program objects (OLE, DDE, controls).",
        "Paste the list as values into a new workbook and upload that.",
    ),
    "corrupt": _say(
        "文件已损坏或没有传完，打不开。",
        "请在电脑上打开核对，另存一份后再上传。",
        "The file is damaged or incomplete.",
        "Open it on your computer, save a copy and upload that.",
    ),
    "encoding": _say(
        "文本文件的编码认不出（只认 UTF-8、UTF-16 和 GB18030）。",
        _SAVE,
        "The text file's encoding is unknown (UTF-8, UTF-16 and GB18030 are read).",
        _SAVE_EN,
    ),
    "too-slow": _say("读这个文件用时过长，已停止。", _TRIM, "Reading took too long and was stopped.", _TRIM_EN),
    "swollen": _say(
        "读这个文件占用内存过多，已停止。",
        "请把名单复制到新的工作簿，另存后上传。",
        "Reading needed too much memory and was stopped.",
        "Copy the list into a new workbook, save and upload that.",
    ),
    "no-table": _say(
        "没有找到名单：前 {limit} 行里没有认得出的表头。",
        "请核对是否选错了文件或工作表，或下载模板对照表头。",
        "No list found: none of the first {limit} rows looks like its headings.",
        "Check the file and the sheet, or compare with the template.",
    ),
    "no-sheet": _say(
        "工作簿里没有“{sheet}”这张表。",
        "请另选一张工作表。",
        "The workbook has no sheet “{sheet}”.",
        "Choose another sheet.",
    ),
    "no-cells": _say(
        "工作簿里没有任何内容。", "请核对文件后再上传。", "The workbook is blank.", "Check the file and upload again."
    ),
}
