"""Personal data (个人信息): shown, printed and exported only for a purpose, and every look is kept for the person.

A context's command that reveals something takes an input made of `inputs.Purposeful` and calls `looks.looked`; its page
draws `PurposeForm` by `kernel/personal/purpose.html` and, above what it shows, `kernel/personal/looked.html`.
"""
