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
   820.0,
   640.0
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
  "description": "The panel: prompts, parameters, meters; and the link that all the others use",
  "digest": "The panel: prompts, parameters, meters; and the link that all the others use",
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
      75.34848,
      32.0
     ],
     "text": "lmdm",
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
      480.21996,
      21.0
     ],
     "text": "The panel: prompts, parameters, meters; and the link that all the others use",
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
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      420.0,
      78.6,
      22.0
     ],
     "outlettype": [],
     "text": "s lmdm.send"
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
      138.0,
      22.0
     ],
     "text": "/lmdm/prompt acid bass",
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
      176.0,
      131.0,
      261.25968,
      20.0
     ],
     "text": "what is to be played; words need no quotes",
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
      178.5,
      22.0
     ],
     "text": "/lmdm/prompt 1 \"warm pad\" 0.4",
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
      230.5,
      161.0,
      266.30112,
      20.0
     ],
     "text": "a second prompt, in slot 1, at a weight of 0.4",
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
      132.0,
      22.0
     ],
     "text": "/lmdm/param/density 6",
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
      198.0,
      191.0,
      125.81472000000001,
      20.0
     ],
     "text": "six onsets a second",
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
      162.7,
      22.0
     ],
     "text": "/lmdm/ramp brightness 0.9 8",
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
      242.7,
      221.0,
      179.83200000000002,
      20.0
     ],
     "text": "brighter, within eight seconds",
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
     "id": "obj-15",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      86.0,
      250.0,
      219.4,
      22.0
     ],
     "text": "/lmdm/curve/loudness 0 -30 4 -12 8 -30",
     "outlettype": [
      ""
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
      313.4,
      251.0,
      169.03632000000002,
      20.0
     ],
     "text": "drawn: seconds and values",
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
     "id": "obj-17",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      100.0,
      280.0,
      108.6,
      22.0
     ],
     "text": "/lmdm/free density",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      216.6,
      281.0,
      114.29328,
      20.0
     ],
     "text": "back to the model",
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
     "id": "obj-19",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      114.0,
      310.0,
      73.3,
      22.0
     ],
     "text": "/lmdm/reset",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-20",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      195.3,
      311.0,
      194.96928,
      20.0
     ],
     "text": "the model forgets what it played",
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
     "id": "obj-21",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      128.0,
      340.0,
      154.0,
      22.0
     ],
     "text": "/lmdm/preset/save evening",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      290.0,
      341.0,
      244.68384000000003,
      20.0
     ],
     "text": "keeps prompts and sound under a name",
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
     "id": "obj-23",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      456.0,
      591.1435200000001,
      20.0
     ],
     "text": "The same messages go into the inlet of an object lmdm. It takes host NAME, port N and listen N, too.",
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
     "id": "obj-24",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      500.0,
      81.3,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "r lmdm.heard"
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "newobj",
     "numinlets": 4,
     "numoutlets": 4,
     "patching_rect": [
      30.0,
      536.0,
      298.7,
      22.0
     ],
     "outlettype": [
      "",
      "",
      "",
      ""
     ],
     "text": "route /lmdm/meter /lmdm/heartbeat /lmdm/status.reply"
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      330.0,
      576.0,
      66.6,
      22.0
     ],
     "outlettype": [],
     "text": "print lmdm"
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      120.0,
      501.0,
      256.91808000000003,
      20.0
     ],
     "text": "what the daemon says, in the Max console",
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
   },
   {
    "patchline": {
     "source": [
      "obj-15",
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
      "obj-17",
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
      "obj-19",
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
      "obj-21",
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
      "obj-24",
      0
     ],
     "destination": [
      "obj-25",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-25",
      3
     ],
     "destination": [
      "obj-26",
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
