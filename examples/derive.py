"""Load a scenario, change a fact, print where a figure comes from: the library by ctypes alone.

    derive.py libfangtian.so POLICIES SCENARIO PATH VALUE ITEM
"""
import ctypes as c
import sys

WRITE = c.CFUNCTYPE(c.c_bool, c.c_void_p, c.POINTER(c.c_char), c.c_size_t)


class Sink(c.Structure):
    _fields_ = [("write", WRITE), ("context", c.c_void_p)]


class Options(c.Structure):  # its first members; the others stay zero
    _fields_ = [("allocator", c.c_void_p), ("policies", c.POINTER(c.c_char_p)), ("policy_count", c.c_size_t),
                ("rest", c.c_byte * 256)]


def main(library, policies, scenario, path, value, item):
    fangtian, engine, text = c.CDLL(library), c.c_void_p(), bytearray()

    def keep(_, data, length):
        text.extend(data[:length])
        return True
    sink = Sink(WRITE(keep), None)
    options = Options(policies=(c.c_char_p * 1)(policies.encode()), policy_count=1)
    report = (c.c_byte * 128)()  # a zeroed struct ft_report: plain text
    status = fangtian.ft_open(c.byref(engine), c.byref(options))
    status = status or fangtian.ft_load(engine, scenario.encode())
    status = status or fangtian.ft_set(engine, path.encode(), value.encode())
    status = status or fangtian.ft_run(engine)
    status = status or fangtian.ft_explain(engine, item.encode(), report, c.byref(sink))
    fangtian.ft_diagnostics(engine, c.byref(sink), False)
    fangtian.ft_close(engine)
    sys.stdout.write(text.decode())
    return 2 if status else 0


sys.exit(main(*sys.argv[1:]))
