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
   640.0,
   460.0
  ],
  "bglocked": 0,
  "openinpresentation": 1,
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
  "description": "lmdm: what the package has",
  "digest": "lmdm: what the package has",
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
      80.62752,
      34.0
     ],
     "text": "lmdm",
     "fontsize": 26.0,
     "fontface": 1,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      12.0,
      200.0,
      40.0
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
      60.0,
      409.99188000000004,
      21.0
     ],
     "text": "a generative instrument: start  lmdm serve , then open the panel",
     "fontsize": 13.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      52.0,
      560.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      460.0,
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
     "id": "obj-4",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      110.0,
      114.6,
      22.0
     ],
     "text": "load lmdm.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      90.0,
      190.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      260.0,
      111.0,
      444.20304000000004,
      20.0
     ],
     "text": "The panel: prompts, parameters, meters; and the link that all the others use",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      91.0,
      410.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      150.0,
      152.0,
      22.0
     ],
     "text": "load lmdm.param.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      130.0,
      190.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      260.0,
      151.0,
      156.77616,
      20.0
     ],
     "text": "A parameter, by its name",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      131.0,
      410.0,
      20.0
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
      190.0,
      155.3,
      22.0
     ],
     "text": "load lmdm.prompt.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      170.0,
      190.0,
      22.0
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
      260.0,
      191.0,
      171.18768,
      20.0
     ],
     "text": "A prompt, in one of six slots",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      171.0,
      410.0,
      20.0
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
      30.0,
      230.0,
      147.3,
      22.0
     ],
     "text": "load lmdm.notes.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      210.0,
      190.0,
      22.0
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
      260.0,
      231.0,
      282.0864,
      20.0
     ],
     "text": "Notes, from MIDI or from the keys that it shows",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      211.0,
      410.0,
      20.0
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
      30.0,
      270.0,
      145.3,
      22.0
     ],
     "text": "load lmdm.clock.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      250.0,
      190.0,
      22.0
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
      260.0,
      271.0,
      213.25584000000003,
      20.0
     ],
     "text": "lmdm in the time of Max's transport",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      251.0,
      410.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      310.0,
      147.3,
      22.0
     ],
     "text": "load lmdm.audio.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      290.0,
      190.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      260.0,
      311.0,
      287.76288000000005,
      20.0
     ],
     "text": "lmdm's sound in Max, and Max's sound to lmdm",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      291.0,
      410.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      350.0,
      136.0,
      22.0
     ],
     "text": "load lmdm.link.maxhelp",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      330.0,
      190.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      260.0,
      351.0,
      341.23584000000005,
      20.0
     ],
     "text": "Another daemon, by its port, besides the one of the panel",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      331.0,
      410.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      410.0,
      108.6,
      22.0
     ],
     "text": "load lmdm.maxpat",
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      390.0,
      190.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      260.0,
      411.0,
      104.22336,
      20.0
     ],
     "text": "opens the panel",
     "fontsize": 12.0,
     "fontface": 0,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      391.0,
      300.0,
      20.0
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
      "obj-3",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-6",
      0
     ],
     "destination": [
      "obj-3",
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
      "obj-3",
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
      "obj-3",
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
      "obj-3",
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
      "obj-3",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      0
     ],
     "destination": [
      "obj-3",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-18",
      0
     ],
     "destination": [
      "obj-3",
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
