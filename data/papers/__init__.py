"""文书: official papers of a hazard, made of a pack's template and issued under a number that is given once.

- `data.papers.making`   a hazard's facts put into a template
- `data.papers.issuing`  number, draw and keep
- `data.papers.docx`     the paper as DOCX, fonts by name
- `data.papers.pdf`      the paper as PDF, with the letters it uses embedded
- `data.papers.letters`  what of a text can be printed at all
"""
