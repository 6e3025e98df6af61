"""Parameters that one PG takes under `bypass`, typed: a module a PG, a class an operation.

Each class is the whole `bypass` of a browser operation, as a plain dictionary: `BrowserPayment(bypass=nice.Payment(nice_v2=
{"SkinType": "red"}))`. Names and values are the PG's own, from PortOne's pages and the schema of its browser SDK. The modules of
the PGs name their classes, and what a request holds beside them is passed on with a warning.
"""
