{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 5,
   "revision": 5,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   100.0,
   100.0,
   760.0,
   440.0
  ],
  "bglocked": 0,
  "openinpresentation": 0,
  "default_fontsize": 12.0,
  "default_fontface": 0,
  "default_fontname": "Arial",
  "gridonopen": 1,
  "gridsize": [
   15.0,
   15.0
  ],
  "gridsnaponopen": 1,
  "objectsnaponopen": 1,
  "statusbarvisible": 2,
  "toolbarvisible": 1,
  "lefttoolbarpinned": 0,
  "toptoolbarpinned": 0,
  "righttoolbarpinned": 0,
  "bottomtoolbarpinned": 0,
  "toolbars_unpinned_last_save": 0,
  "tallnewobj": 0,
  "boxanimatetime": 200,
  "enablehscroll": 1,
  "enablevscroll": 1,
  "devicewidth": 0.0,
  "description": "Notes, from MIDI or from the keys that it shows",
  "digest": "Notes, from MIDI or from the keys that it shows",
  "tags": "",
  "style": "",
  "subpatcher_template": "",
  "assistshowspatchername": 0,
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      16.0,
      145.95456000000001,
      32.0
     ],
     "text": "lmdm.notes",
     "fontsize": 24.0,
     "fontface": 1,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      56.0,
      304.59360000000004,
      21.0
     ],
     "text": "Notes, from MIDI or from the keys that it shows",
     "fontsize": 13.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      560.0,
      16.0,
      168.33648000000002,
      20.0
     ],
     "text": "the panel, open once for all",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      560.0,
      40.0,
      108.6,
      22.0
     ],
     "text": "load lmdm.maxpat",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      560.0,
      72.0,
      53.3,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "pcontrol"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "bpatcher",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      290.0,
      344.0,
      84.0
     ],
     "name": "lmdm.notes.maxpat",
     "args": [],
     "outlettype": [],
     "bgmode": 0,
     "border": 0,
     "clickthrough": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "offset": [
      0.0,
      0.0
     ],
     "viewvisibility": 1
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      130.0,
      47.3,
      22.0
     ],
     "text": "60 100",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      85.3,
      131.0,
      156.78912,
      20.0
     ],
     "text": "pitch and velocity: begins",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      44.0,
      160.0,
      34.0,
      22.0
     ],
     "text": "60 0",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      86.0,
      161.0,
      101.32032,
      20.0
     ],
     "text": "velocity 0: ends",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      58.0,
      190.0,
      28.0,
      22.0
     ],
     "text": "off",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      94.0,
      191.0,
      282.1512,
      20.0
     ],
     "text": "ends all, and gives the notes back to the model",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      72.0,
      220.0,
      42.6,
      22.0
     ],
     "text": "midi 0",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      122.6,
      221.0,
      122.21184000000001,
      20.0
     ],
     "text": "does not hear MIDI",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ]
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-4",
      0
     ],
     "destination": [
      "obj-5",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      0
     ],
     "destination": [
      "obj-6",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-9",
      0
     ],
     "destination": [
      "obj-6",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      0
     ],
     "destination": [
      "obj-6",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-13",
      0
     ],
     "destination": [
      "obj-6",
      0
     ],
     "order": 0
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
