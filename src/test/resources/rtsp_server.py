"""A camera for tests: an RTSP server on loopback, made of GStreamer.

Serves one mount to any number of viewers, all of whom see the same picture, as with a camera; or takes what a publisher
sends (--record) and writes the H.264 of each session to a file. Prints "ready PORT" when it listens and ends when its
standard input does.
"""
import argparse
import os
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

ROLE = "viewer"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", default="0")
    parser.add_argument("--mount", default="/camera")
    parser.add_argument("--codec", choices=["h264", "h265", "mjpeg"], default="h264")
    parser.add_argument("--file", help="elementary stream with access unit delimiters, shown again and again")
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--height", type=int, default=180)
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--gop", type=int, default=25)
    parser.add_argument("--kbits", type=int, default=800)
    parser.add_argument("--audio", choices=["none", "pcma", "aac"], default="none")
    parser.add_argument("--transport", choices=["any", "tcp", "udp"], default="any")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--record", help="folder for what is published")
    return parser.parse_args()


def access_units(path, codec):
    """The pictures of an elementary stream, split where it says that one begins."""
    data = open(path, "rb").read()
    mark = {"h264": b"\x00\x00\x00\x01\x09", "h265": b"\x00\x00\x00\x01\x46", "mjpeg": b"\xff\xd8\xff"}[codec]
    starts = []
    at = data.find(mark)
    while at >= 0:
        starts.append(at)
        at = data.find(mark, at + 1)
    starts.append(len(data))
    return [data[a:b] for a, b in zip(starts, starts[1:])]


CAPS = {
    "h264": "video/x-h264,stream-format=byte-stream,alignment=au",
    "h265": "video/x-h265,stream-format=byte-stream,alignment=au",
    "mjpeg": "image/jpeg",
}
PARSERS = {
    "h264": "h264parse ! rtph264pay config-interval=-1",
    "h265": "h265parse ! rtph265pay config-interval=-1",
    "mjpeg": "rtpjpegpay",
}


def encoder(options):
    if options.codec == "h264" and not Gst.ElementFactory.find("x264enc"):
        return "openh264enc complexity=low gop-size=%d bitrate=%d" % (options.gop, 1000 * options.kbits)
    return {
        "h264": "x264enc tune=zerolatency threads=1 sliced-threads=false speed-preset=ultrafast key-int-max=%d bitrate=%d"
        % (options.gop, options.kbits),
        "h265": "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=%d bitrate=%d"
        % (options.gop, options.kbits),
        "mjpeg": "jpegenc quality=70",
    }[options.codec]


def pipeline(options):
    if options.file:
        source = "appsrc name=file is-live=true format=time block=true max-bytes=4000000 caps=%s,width=%d,height=%d,framerate=%d/1" % (
            CAPS[options.codec],
            options.width,
            options.height,
            options.fps,
        )
    else:
        source = "videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=%d,height=%d,framerate=%d/1 ! %s" % (
            options.width,
            options.height,
            options.fps,
            encoder(options),
        )
    parts = "%s ! %s name=pay0 pt=%d" % (source, PARSERS[options.codec], 26 if options.codec == "mjpeg" else 96)
    sound = {
        "none": "",
        "pcma": " audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8",
        "aac": " audiotestsrc is-live=true ! audio/x-raw,rate=44100,channels=1 ! voaacenc ! rtpmp4gpay name=pay1 pt=97",
    }[options.audio]
    return "( " + parts + sound + " )"


class FileFactory(GstRtspServer.RTSPMediaFactory):
    """Shows a file for ever, on one clock that never jumps."""

    def __init__(self, options):
        super().__init__()
        self.options = options
        self.units = access_units(options.file, options.codec)

    def do_configure(self, media):
        source = media.get_element().get_by_name_recurse_up("file")
        threading.Thread(target=self.push, args=(source,), daemon=True).start()

    def push(self, source):
        step = Gst.SECOND // self.options.fps
        number = 0
        start = None
        while True:
            clock = source.get_clock()
            if clock is None or source.current_state != Gst.State.PLAYING:
                time.sleep(0.005)
                if source.get_parent() is None:
                    return
                continue
            now = clock.get_time() - source.get_base_time()
            if start is None:
                start = now
            due = start + number * step
            if due > now:
                time.sleep((due - now) / Gst.SECOND)
            buffer = Gst.Buffer.new_wrapped(self.units[number % len(self.units)])
            buffer.pts = due
            buffer.dts = due
            buffer.duration = step
            if source.emit("push-buffer", buffer) != Gst.FlowReturn.OK:
                return
            number += 1


class RecordFactory(GstRtspServer.RTSPMediaFactory):
    """Writes each session's H.264 to the next file of a folder."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.set_transport_mode(GstRtspServer.RTSPTransportMode.RECORD)

    def do_create_element(self, url):
        number = len([name for name in os.listdir(self.folder) if name.endswith(".h264")])
        path = os.path.join(self.folder, "%03d.h264" % number)
        open(path, "wb").close()
        return Gst.parse_launch(
            "( rtph264depay name=depay0 ! video/x-h264,stream-format=byte-stream,alignment=au"
            " ! filesink sync=false async=false buffer-mode=unbuffered location=%s )" % path
        )


def allow(factory):
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role(ROLE)
    permissions.add_permission_for_role(ROLE, "media.factory.access", True)
    permissions.add_permission_for_role(ROLE, "media.factory.construct", True)
    factory.set_permissions(permissions)


def protect(server, options):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
    if options.record:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
    server.set_auth(auth)


def factory_of(options):
    if options.record:
        return RecordFactory(options.record)
    if options.file:
        factory = FileFactory(options)
    else:
        factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(pipeline(options))
    factory.set_shared(True)
    return factory


def main():
    options = arguments()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    factory = factory_of(options)
    if options.transport != "any":
        lower = GstRtsp.RTSPLowerTrans
        factory.set_protocols(lower.TCP if options.transport == "tcp" else lower.UDP)
    if options.user:
        protect(server, options)
        allow(factory)
    server.get_mount_points().add_factory(options.mount, factory)
    loop = GLib.MainLoop()
    if server.attach(None) == 0:
        sys.exit("the port %s is taken" % options.port)
    GLib.timeout_add_seconds(5, lambda: server.get_session_pool().cleanup() >= 0)

    def end_with_parent():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=end_with_parent, daemon=True).start()
    print("ready %d" % server.get_bound_port(), flush=True)
    loop.run()


main()
