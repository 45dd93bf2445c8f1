"""Courtyard records: what is asked of each kind, in one definition for the phone, the server and the reports.

forms.json       the forms: kinds, versions, fields (fieldapp reads the same file)
words.*.json     their words in fi, sv and en, by path: `gritting`, `gritting.method`, `gritting.method.grit`
forms.py         reads the forms
checking.py      checks what was filled in
wording.py       reads the words
"""
