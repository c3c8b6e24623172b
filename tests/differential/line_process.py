"""A peer that is a process: a command of JSON a line in, an answer of JSON a line out."""

import json
import subprocess
import threading


class LineProcess:
    def __init__(self, command, seconds=300):
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         encoding="utf-8")
        self._watchdog = threading.Timer(seconds, self._process.kill)
        self._watchdog.daemon = True
        self._watchdog.start()

    def ask_all(self, commands):
        """The answers, in order. Written from a thread of its own, so that neither side waits for a full pipe."""
        commands = list(commands)
        writer = threading.Thread(target=self._write, args=(commands,))
        writer.start()
        answers = [self._read(command) for command in commands]
        writer.join()
        return answers

    def ask(self, **command):
        return self.ask_all([command])[0]

    def _write(self, commands):
        try:
            for command in commands:
                self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the reader says which command it was

    def _read(self, command):
        line = self._process.stdout.readline()
        assert line, f"the peer gave no answer to {json.dumps(command)}"
        return json.loads(line)

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._watchdog.cancel()
