"""Writes of many tasks: few commits, each task its own outcome, none before it is safe."""

import asyncio
import gc
import threading
import weakref


from pgbridge.drivers.scribe import MOST, write_to


class Book:
    """A ledger that keeps what it was asked to do at once."""

    durable, remote = True, False

    def __init__(self):
        self.batches, self.go, self.waits = [], threading.Event(), False
        self.go.set()

    def together(self, works):
        self.thread, self.waits = threading.current_thread(), True
        self.go.wait(10)
        self.batches.append(len(works))
        outcomes = []
        for work in works:
            try:
                outcomes.append(work())
            except Exception as error:
                outcomes.append(error)
        return outcomes


def broken():
    raise ValueError("mine")


def test_what_comes_at_once_is_written_at_once():
    book = Book()

    async def run():
        return await asyncio.gather(*(write_to(book, lambda n=n: n) for n in range(2 * MOST + 1)))

    assert asyncio.run(run()) == list(range(2 * MOST + 1))
    assert book.batches == [MOST, MOST, 1]


def test_what_comes_while_one_commit_waits_makes_up_the_next():
    book = Book()

    async def run():
        book.go.clear()
        first = asyncio.create_task(write_to(book, lambda: "first"))
        while not book.waits:
            await asyncio.sleep(0)
        rest = [asyncio.create_task(write_to(book, lambda n=n: n)) for n in range(5)]
        await asyncio.sleep(0)
        book.go.set()
        return await asyncio.gather(first, *rest)

    assert asyncio.run(run()) == ["first", 0, 1, 2, 3, 4]
    assert book.batches == [1, 5]


def test_each_gets_its_own_outcome():
    async def run():
        book = Book()
        works = [lambda: 1, broken, lambda: 3]
        return await asyncio.gather(*(write_to(book, work) for work in works), return_exceptions=True)

    one, two, three = asyncio.run(run())
    assert (one, three) == (1, 3)
    assert isinstance(two, ValueError)


def test_a_cancelled_task_holds_up_nobody():
    async def run():
        book, done = Book(), []
        book.go.clear()
        first = asyncio.create_task(write_to(book, lambda: done.append("first")))
        await asyncio.sleep(0)
        second = asyncio.create_task(write_to(book, lambda: done.append("second")))
        third = asyncio.create_task(write_to(book, lambda: done.append("third")))
        await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        await asyncio.sleep(0)
        book.go.set()
        await third
        return done

    done = asyncio.run(run())
    assert done[0] == "first", "what is under way is not undone by a cancel"
    assert done[-1] == "third"


def test_what_was_asked_for_is_written_though_the_loop_is_gone():
    book, done = Book(), []
    loop = asyncio.new_event_loop()

    async def ask(name):
        await write_to(book, lambda: done.append(name))

    async def run():
        tasks = [asyncio.create_task(ask("first"))]
        while not book.waits:
            await asyncio.sleep(0)
        tasks += [asyncio.create_task(ask("second"))]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    book.go.clear()
    loop.run_until_complete(run())
    loop.close()
    book.go.set()
    del loop
    gc.collect()
    book.thread.join(10)
    assert done == ["first", "second"]


def test_when_the_ledger_itself_breaks_everybody_is_told():
    class Breaking(Book):
        def together(self, works):
            raise MemoryError

    async def run():
        book = Breaking()
        return await asyncio.gather(*(write_to(book, lambda: 1) for _ in range(3)), return_exceptions=True)

    assert [type(each) for each in asyncio.run(run())] == [MemoryError] * 3


def test_a_ledger_that_cannot_gather_or_is_remote_writes_one_by_one():
    class Plain:
        durable, remote = True, False

    class Remote(Book):
        remote = True

    remote = Remote()

    async def run():
        return [await write_to(Plain(), lambda: 1), await write_to(remote, lambda: 2)]

    assert asyncio.run(run()) == [1, 2]
    assert remote.batches == []


def test_what_only_this_process_remembers_is_written_at_once():
    class Memory(Book):
        durable = False

    memory = Memory()

    async def run():
        return await write_to(memory, threading.get_ident)

    assert asyncio.run(run()) == threading.get_ident()
    assert memory.batches == []


def test_the_thread_ends_with_its_loop():
    before, book = set(threading.enumerate()), Book()
    seen = asyncio.run(write_to(book, threading.current_thread))
    assert seen not in before
    gc.collect()
    seen.join(10)
    assert not seen.is_alive()


def test_a_ledger_is_let_go_while_its_loop_lives():
    async def run():
        book = Book()
        gone = weakref.ref(book)
        await write_to(book, lambda: 1)
        del book
        gc.collect()
        return gone()

    assert asyncio.run(run()) is None


def test_loops_one_after_the_other_share_a_ledger():
    book = Book()
    for number in range(3):
        assert asyncio.run(write_to(book, lambda number=number: number)) == number
