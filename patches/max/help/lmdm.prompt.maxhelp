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
   420.0
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
  "description": "A prompt, in one of six slots",
  "digest": "A prompt, in one of six slots",
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
      163.21728,
      32.0
     ],
     "text": "lmdm.prompt",
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
      184.45332000000002,
      21.0
     ],
     "text": "A prompt, in one of six slots",
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
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      280.0,
      330.0,
      24.0
     ],
     "name": "lmdm.prompt.maxpat",
     "args": [
      1
     ],
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
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      370.0,
      282.0,
      167.59776000000002,
      20.0
     ],
     "text": "type here, and press return",
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
     "id": "obj-8",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      130.0,
      63.3,
      22.0
     ],
     "text": "warm pad",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      101.3,
      131.0,
      71.05872,
      20.0
     ],
     "text": "any words",
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
     "id": "obj-10",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      44.0,
      160.0,
      54.6,
      22.0
     ],
     "text": "808 kick",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      106.6,
      161.0,
      122.91168,
      20.0
     ],
     "text": "numbers are words",
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
     "id": "obj-12",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      58.0,
      190.0,
      36.6,
      22.0
     ],
     "text": "clear",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      102.6,
      191.0,
      102.75888,
      20.0
     ],
     "text": "empties the slot",
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
     "id": "obj-14",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      350.0,
      200.0,
      60.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      420.0,
      201.0,
      239.6424,
      20.0
     ],
     "text": "its weight, 0 to 1, against the other slots",
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
     "id": "obj-16",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      330.0,
      424.776,
      20.0
     ],
     "text": "Its argument is the slot, 0 to 5. As a bpatcher it shows the line to type in.",
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
      "obj-8",
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
      "obj-10",
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
      "obj-12",
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
      "obj-14",
      0
     ],
     "destination": [
      "obj-6",
      1
     ],
     "order": 0
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
