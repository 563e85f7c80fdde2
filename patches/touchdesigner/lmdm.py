"""lmdm in TouchDesigner: an extension for a COMP that holds an OSC Out DAT and an OSC In DAT.

1. In a Base COMP make an OSC Out DAT `oscout` (127.0.0.1, port 57140) and an OSC In DAT `oscin`
   (port 57150), and a Text DAT with this file, named `lmdm`.
2. Extension code `op('./lmdm').module.Lmdm(me)`, promoted.
3. In the callbacks of `oscin`:

       def onReceiveOSC(dat, rowIndex, message, bytes, timeStamp, address, args, peer):
           parent().Heard(address, args)

and then `op('base1').Prompt('acid bass')`, `op('base1').Set('density', 6)`. Channels need none of
this: an OSC Out CHOP with a channel named `lmdm/param/density` sends its value.
"""


class Lmdm:
    """One daemon; methods are the messages of instrument/OSC.md."""

    def __init__(self, ownerComp):
        self.ownerComp = ownerComp
        self.Values = {}
        self.Stay()

    def Send(self, address, *values):
        """Any message: Send('play'), Send('note', 60, 0.8, 1.0)."""
        self.ownerComp.op("oscout").sendOSC("/lmdm/" + address, list(values))

    def Stay(self):
        """Asks for news (2: without levels); it lasts a minute, so call it each 30 seconds."""
        self.Send("notify", 2, 57150)

    def Prompt(self, text, weight=1.0, slot=0):
        """One of the six texts that are mixed."""
        self.Send("prompt", int(slot), str(text), float(weight))

    def Set(self, name, value):
        """A parameter by its name, such as density or delay/time."""
        self.Send("param/" + name, value)

    def Ramp(self, name, target, seconds):
        """Takes a parameter to a value."""
        self.Send("ramp", name, float(target), float(seconds))

    def Free(self, name):
        """Gives a control back to the model."""
        self.Send("free", name)

    def Heard(self, address, args):
        """News: values are kept in Values, refusals are printed and shown on the COMP."""
        if address == "/lmdm/fail":
            text = "lmdm refused " + args[0] + ": " + args[2]
            print(text)
            self.ownerComp.addScriptError(text)
        elif address.startswith("/lmdm/param/"):
            self.Values[address[len("/lmdm/param/") :]] = args[0]
