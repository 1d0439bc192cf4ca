"""What ``resolve build`` and ``resolve report`` make of a study.

=============  ================================================================================
module         idea
=============  ================================================================================
``outline``    a study's own order and texts of its report, read from its folder
``documents``  a report put together: answers, records, pictures and the author's own texts
``products``   every file of a study that is made from others, and what each is made from
=============  ================================================================================
"""
