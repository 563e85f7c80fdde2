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
   734.0,
   483.0
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
  "description": "Plays the lmdm daemon: prompts, parameters, meters",
  "digest": "Plays the lmdm daemon: prompts, parameters, meters",
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
      24.0,
      451.42176000000006,
      20.0
     ],
     "text": "The panel. Each part is a patch of its own: unlock, and open it from its menu.",
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
     "id": "obj-2",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      66.0,
      446.0,
      58.0
     ],
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
       980.0,
       560.0
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
      "description": "Status",
      "digest": "Status",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          446.0,
          58.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          30.0,
          56.0,
          1459.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "",
          ""
         ],
         "text": "route /lmdm/status.reply /lmdm/fail /lmdm/heartbeat"
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
          20.0,
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
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 10,
         "patching_rect": [
          30.0,
          100.0,
          379.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "int",
          "float",
          "float",
          "float",
          "int",
          "int",
          "float",
          ""
         ],
         "text": "unpack s s 0 0. 0. 0. 0 0 0. s"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 6,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          150.0,
          409.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "sprintf set %s - %s - block %.0f ms made in %.0f - %ld underruns - %s"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          360.0,
          440.0,
          20.0
         ],
         "text": "lmdm",
         "fontsize": 11.0,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          66.0,
          6.0,
          352.0,
          20.0
         ],
         "varname": "state"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          400.0,
          56.871840000000006,
          25.0
         ],
         "text": "lmdm",
         "fontsize": 17.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          3.0,
          62.0,
          26.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "patching_rect": [
          510.0,
          100.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          ""
         ],
         "text": "unpack s s s"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          610.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          610.0,
          360.0,
          300.0,
          20.0
         ],
         "text": "",
         "fontsize": 11.0,
         "fontface": 0,
         "textcolor": [
          0.72,
          0.22,
          0.12,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          6.0,
          32.0,
          434.0,
          20.0
         ],
         "varname": "refusal"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          710.0,
          190.0,
          28.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          710.0,
          230.0,
          76.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "delay 10000"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          710.0,
          270.0,
          28.0,
          22.0
         ],
         "text": "set",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          990.0,
          100.0,
          139.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "button",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          990.0,
          150.0,
          24.0,
          24.0
         ],
         "outlettype": [
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          422.0,
          8.0,
          16.0,
          16.0
         ],
         "varname": "heartbeat"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          1110.0,
          190.0,
          69.3,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "delay 3500"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1170.0,
          150.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "loadbang"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          1110.0,
          230.0,
          314.7,
          22.0
         ],
         "text": "set no word from the daemon: is it running? (lmdm serve)",
         "outlettype": [
          ""
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-2",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
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
          "obj-4",
          1
         ],
         "destination": [
          "obj-5",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-5",
          2
         ],
         "order": 2
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-5",
          3
         ],
         "order": 3
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          6
         ],
         "destination": [
          "obj-5",
          4
         ],
         "order": 4
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          9
         ],
         "destination": [
          "obj-5",
          5
         ],
         "order": 5
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
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
          "obj-2",
          1
         ],
         "destination": [
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          2
         ],
         "destination": [
          "obj-9",
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
          "obj-10",
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
          "obj-11",
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
          "obj-12",
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
          "obj-13",
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
          "obj-10",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          2
         ],
         "destination": [
          "obj-14",
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
          "obj-15",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          1
         ],
         "destination": [
          "obj-16",
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
          "obj-16",
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
          "obj-18",
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
          "obj-6",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      6.0,
      446.0,
      58.0
     ],
     "varname": "status",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      488.0,
      66.0,
      270.0,
      58.0
     ],
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
       980.0,
       560.0
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
      "description": "Meters",
      "digest": "Meters",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          270.0,
          58.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          92.0,
          56.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 2"
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
          20.0,
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
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          56.0,
          108.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/meter"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          128.0,
          100.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "unpack 0. 0."
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          164.0,
          40.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "atodb"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          111.0,
          164.0,
          40.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "atodb"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          204.0,
          100.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "pack 0. 0."
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          160.0,
          40.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          30.0,
          9.0,
          232.0,
          26.0
         ],
         "size": 2,
         "setminmax": [
          -60.0,
          0.0
         ],
         "setstyle": 1,
         "orientation": 0,
         "settype": 1,
         "ignoreclick": 1,
         "parameter_enable": 0,
         "varname": "peaks",
         "slidercolor": [
          0.13,
          0.53,
          0.55,
          1.0
         ],
         "bgcolor": [
          0.84,
          0.85,
          0.84,
          1.0
         ],
         "spacing": 2
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          200.0,
          250.0,
          17.70456,
          17.5
         ],
         "text": "L",
         "fontsize": 9.5,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          6.0,
          6.0,
          20.0,
          14.0
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
          200.0,
          270.0,
          19.40772,
          17.5
         ],
         "text": "R",
         "fontsize": 9.5,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          6.0,
          22.0,
          20.0,
          14.0
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
          56.0,
          310.0,
          26.825699999999998,
          17.5
         ],
         "text": "-60",
         "fontsize": 9.5,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          26.0,
          38.0,
          44.0,
          16.0
         ],
         "textjustification": 0
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          158.0,
          310.0,
          42.22596,
          17.5
         ],
         "text": "-30 dB",
         "fontsize": 9.5,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          128.0,
          38.0,
          44.0,
          16.0
         ],
         "textjustification": 0
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          252.0,
          310.0,
          17.70456,
          17.5
         ],
         "text": "0",
         "fontsize": 9.5,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          38.0,
          44.0,
          16.0
         ],
         "textjustification": 2
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-2",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-5",
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
          "obj-5",
          1
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
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
          "obj-8",
          1
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
          "obj-9",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      458.0,
      6.0,
      270.0,
      58.0
     ],
     "varname": "meters",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "bpatcher",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      130.0,
      330.0,
      24.0
     ],
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
       980.0,
       560.0
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
      "description": "Prompt 0",
      "digest": "Prompt 0",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          24.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "words; clear",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          70.0,
          229.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route clear"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          110.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "t b l"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          340.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          26.0,
          238.91664000000003,
          20.0
         ],
         "text": "words that are sent here are typed here",
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
         "id": "obj-7",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "patching_rect": [
          240.0,
          370.0,
          320.0,
          22.0
         ],
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          20.0,
          2.0,
          212.0,
          20.0
         ],
         "varname": "text_0",
         "keymode": 1,
         "lines": 1,
         "outputmode": 1,
         "tabmode": 1,
         "nosymquotes": 1,
         "fontsize": 12.0,
         "parameter_enable": 0,
         "rounded": 4.0
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          690.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "weight, 0 to 1",
         "index": 2
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.numbox",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          284.0,
          48.0,
          16.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          236.0,
          4.0,
          44.0,
          16.0
         ],
         "varname": "weight_0",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "weight 0",
           "parameter_shortname": "weight",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          730.0,
          200.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "t f f"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          730.0,
          236.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          780.0,
          164.0,
          75.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "loadmess 1."
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          128.0,
          129.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route bang"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          0.0,
          199.28496,
          20.0
         ],
         "text": "what the daemon plays is shown",
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
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          20.0,
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
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          56.0,
          114.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/prompt"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          92.0,
          48.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route 0"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          170.0,
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
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          590.0,
          164.0,
          159.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 1"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          590.0,
          200.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          490.0,
          169.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "join 2"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          410.0,
          60.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          446.0,
          28.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "t s"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          530.0,
          141.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/prompt 0"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          240.0,
          570.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          320.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "float"
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          70.0,
          210.0,
          44.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          4.0,
          40.0,
          16.0
         ],
         "varname": "clear_0",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "clear 0",
           "parameter_shortname": "clear",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "clear",
         "texton": "clear",
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          290.0,
          94.0,
          22.0
         ],
         "text": "/lmdm/prompt 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          330.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          290.0,
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
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          372.0,
          20.0,
          20.0
         ],
         "text": "0",
         "fontsize": 12.0,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          2.0,
          2.0,
          18.0,
          20.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-3",
          1
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-10",
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
          "obj-11",
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
          "obj-9",
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
          "obj-9",
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
          "obj-16",
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
          "obj-17",
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
          "obj-13",
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
          "obj-18",
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
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-24",
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
          "obj-9",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      70.0,
      330.0,
      24.0
     ],
     "varname": "prompt_0",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "bpatcher",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      156.0,
      330.0,
      24.0
     ],
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
       980.0,
       560.0
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
      "description": "Prompt 1",
      "digest": "Prompt 1",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          24.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "words; clear",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          70.0,
          229.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route clear"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          110.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "t b l"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          340.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          26.0,
          238.91664000000003,
          20.0
         ],
         "text": "words that are sent here are typed here",
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
         "id": "obj-7",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "patching_rect": [
          240.0,
          370.0,
          320.0,
          22.0
         ],
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          20.0,
          2.0,
          212.0,
          20.0
         ],
         "varname": "text_1",
         "keymode": 1,
         "lines": 1,
         "outputmode": 1,
         "tabmode": 1,
         "nosymquotes": 1,
         "fontsize": 12.0,
         "parameter_enable": 0,
         "rounded": 4.0
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          690.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "weight, 0 to 1",
         "index": 2
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.numbox",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          284.0,
          48.0,
          16.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          236.0,
          4.0,
          44.0,
          16.0
         ],
         "varname": "weight_1",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "weight 1",
           "parameter_shortname": "weight",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          730.0,
          200.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "t f f"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          730.0,
          236.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          780.0,
          164.0,
          75.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "loadmess 1."
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          128.0,
          129.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route bang"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          0.0,
          199.28496,
          20.0
         ],
         "text": "what the daemon plays is shown",
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
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          20.0,
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
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          56.0,
          114.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/prompt"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          92.0,
          48.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route 1"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          170.0,
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
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          590.0,
          164.0,
          159.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 1"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          590.0,
          200.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          490.0,
          169.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "join 2"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          410.0,
          60.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          446.0,
          28.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "t s"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          530.0,
          141.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/prompt 1"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          240.0,
          570.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          320.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "float"
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          70.0,
          210.0,
          44.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          4.0,
          40.0,
          16.0
         ],
         "varname": "clear_1",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "clear 1",
           "parameter_shortname": "clear",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "clear",
         "texton": "clear",
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          290.0,
          94.0,
          22.0
         ],
         "text": "/lmdm/prompt 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          330.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          290.0,
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
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          372.0,
          20.0,
          20.0
         ],
         "text": "1",
         "fontsize": 12.0,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          2.0,
          2.0,
          18.0,
          20.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-3",
          1
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-10",
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
          "obj-11",
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
          "obj-9",
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
          "obj-9",
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
          "obj-16",
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
          "obj-17",
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
          "obj-13",
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
          "obj-18",
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
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-24",
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
          "obj-9",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      96.0,
      330.0,
      24.0
     ],
     "varname": "prompt_1",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "bpatcher",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      182.0,
      330.0,
      24.0
     ],
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
       980.0,
       560.0
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
      "description": "Prompt 2",
      "digest": "Prompt 2",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          24.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "words; clear",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          70.0,
          229.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route clear"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          110.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "t b l"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          340.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          26.0,
          238.91664000000003,
          20.0
         ],
         "text": "words that are sent here are typed here",
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
         "id": "obj-7",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "patching_rect": [
          240.0,
          370.0,
          320.0,
          22.0
         ],
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          20.0,
          2.0,
          212.0,
          20.0
         ],
         "varname": "text_2",
         "keymode": 1,
         "lines": 1,
         "outputmode": 1,
         "tabmode": 1,
         "nosymquotes": 1,
         "fontsize": 12.0,
         "parameter_enable": 0,
         "rounded": 4.0
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          690.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "weight, 0 to 1",
         "index": 2
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.numbox",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          284.0,
          48.0,
          16.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          236.0,
          4.0,
          44.0,
          16.0
         ],
         "varname": "weight_2",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "weight 2",
           "parameter_shortname": "weight",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          730.0,
          200.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "t f f"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          730.0,
          236.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          780.0,
          164.0,
          75.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "loadmess 1."
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          128.0,
          129.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route bang"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          0.0,
          199.28496,
          20.0
         ],
         "text": "what the daemon plays is shown",
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
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          20.0,
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
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          56.0,
          114.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/prompt"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          92.0,
          48.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route 2"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          170.0,
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
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          590.0,
          164.0,
          159.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 1"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          590.0,
          200.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          490.0,
          169.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "join 2"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          410.0,
          60.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          446.0,
          28.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "t s"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          530.0,
          141.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/prompt 2"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          240.0,
          570.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          320.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "float"
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          70.0,
          210.0,
          44.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          4.0,
          40.0,
          16.0
         ],
         "varname": "clear_2",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "clear 2",
           "parameter_shortname": "clear",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "clear",
         "texton": "clear",
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          290.0,
          94.0,
          22.0
         ],
         "text": "/lmdm/prompt 2",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          330.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          290.0,
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
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          372.0,
          20.0,
          20.0
         ],
         "text": "2",
         "fontsize": 12.0,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          2.0,
          2.0,
          18.0,
          20.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-3",
          1
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-10",
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
          "obj-11",
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
          "obj-9",
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
          "obj-9",
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
          "obj-16",
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
          "obj-17",
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
          "obj-13",
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
          "obj-18",
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
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-24",
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
          "obj-9",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      122.0,
      330.0,
      24.0
     ],
     "varname": "prompt_2",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "bpatcher",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      208.0,
      330.0,
      24.0
     ],
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
       980.0,
       560.0
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
      "description": "Prompt 3",
      "digest": "Prompt 3",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          24.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "words; clear",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          70.0,
          229.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route clear"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          110.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "t b l"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          340.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          26.0,
          238.91664000000003,
          20.0
         ],
         "text": "words that are sent here are typed here",
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
         "id": "obj-7",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "patching_rect": [
          240.0,
          370.0,
          320.0,
          22.0
         ],
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          20.0,
          2.0,
          212.0,
          20.0
         ],
         "varname": "text_3",
         "keymode": 1,
         "lines": 1,
         "outputmode": 1,
         "tabmode": 1,
         "nosymquotes": 1,
         "fontsize": 12.0,
         "parameter_enable": 0,
         "rounded": 4.0
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          690.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "weight, 0 to 1",
         "index": 2
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.numbox",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          284.0,
          48.0,
          16.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          236.0,
          4.0,
          44.0,
          16.0
         ],
         "varname": "weight_3",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "weight 3",
           "parameter_shortname": "weight",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          730.0,
          200.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "t f f"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          730.0,
          236.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          780.0,
          164.0,
          75.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "loadmess 1."
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          128.0,
          129.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route bang"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          0.0,
          199.28496,
          20.0
         ],
         "text": "what the daemon plays is shown",
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
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          20.0,
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
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          56.0,
          114.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/prompt"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          92.0,
          48.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route 3"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          170.0,
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
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          590.0,
          164.0,
          159.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 1"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          590.0,
          200.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          490.0,
          169.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "join 2"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          410.0,
          60.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          446.0,
          28.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "t s"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          530.0,
          141.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/prompt 3"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          240.0,
          570.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          320.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "float"
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          70.0,
          210.0,
          44.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          4.0,
          40.0,
          16.0
         ],
         "varname": "clear_3",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "clear 3",
           "parameter_shortname": "clear",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "clear",
         "texton": "clear",
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          290.0,
          94.0,
          22.0
         ],
         "text": "/lmdm/prompt 3",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          330.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          290.0,
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
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          372.0,
          20.0,
          20.0
         ],
         "text": "3",
         "fontsize": 12.0,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          2.0,
          2.0,
          18.0,
          20.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-3",
          1
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-10",
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
          "obj-11",
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
          "obj-9",
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
          "obj-9",
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
          "obj-16",
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
          "obj-17",
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
          "obj-13",
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
          "obj-18",
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
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-24",
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
          "obj-9",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      148.0,
      330.0,
      24.0
     ],
     "varname": "prompt_3",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "bpatcher",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      234.0,
      330.0,
      24.0
     ],
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
       980.0,
       560.0
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
      "description": "Prompt 4",
      "digest": "Prompt 4",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          24.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "words; clear",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          70.0,
          229.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route clear"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          110.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "t b l"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          340.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          26.0,
          238.91664000000003,
          20.0
         ],
         "text": "words that are sent here are typed here",
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
         "id": "obj-7",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "patching_rect": [
          240.0,
          370.0,
          320.0,
          22.0
         ],
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          20.0,
          2.0,
          212.0,
          20.0
         ],
         "varname": "text_4",
         "keymode": 1,
         "lines": 1,
         "outputmode": 1,
         "tabmode": 1,
         "nosymquotes": 1,
         "fontsize": 12.0,
         "parameter_enable": 0,
         "rounded": 4.0
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          690.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "weight, 0 to 1",
         "index": 2
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.numbox",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          284.0,
          48.0,
          16.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          236.0,
          4.0,
          44.0,
          16.0
         ],
         "varname": "weight_4",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "weight 4",
           "parameter_shortname": "weight",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          730.0,
          200.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "t f f"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          730.0,
          236.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          780.0,
          164.0,
          75.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "loadmess 1."
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          128.0,
          129.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route bang"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          0.0,
          199.28496,
          20.0
         ],
         "text": "what the daemon plays is shown",
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
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          20.0,
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
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          56.0,
          114.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/prompt"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          92.0,
          48.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route 4"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          170.0,
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
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          590.0,
          164.0,
          159.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 1"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          590.0,
          200.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          490.0,
          169.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "join 2"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          410.0,
          60.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          446.0,
          28.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "t s"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          530.0,
          141.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/prompt 4"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          240.0,
          570.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          320.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "float"
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          70.0,
          210.0,
          44.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          4.0,
          40.0,
          16.0
         ],
         "varname": "clear_4",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "clear 4",
           "parameter_shortname": "clear",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "clear",
         "texton": "clear",
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          290.0,
          94.0,
          22.0
         ],
         "text": "/lmdm/prompt 4",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          330.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          290.0,
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
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          372.0,
          20.0,
          20.0
         ],
         "text": "4",
         "fontsize": 12.0,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          2.0,
          2.0,
          18.0,
          20.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-3",
          1
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-10",
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
          "obj-11",
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
          "obj-9",
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
          "obj-9",
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
          "obj-16",
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
          "obj-17",
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
          "obj-13",
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
          "obj-18",
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
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-24",
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
          "obj-9",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      174.0,
      330.0,
      24.0
     ],
     "varname": "prompt_4",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "bpatcher",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      260.0,
      330.0,
      24.0
     ],
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
       980.0,
       560.0
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
      "description": "Prompt 5",
      "digest": "Prompt 5",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          24.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "words; clear",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          70.0,
          229.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route clear"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          110.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "t b l"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          340.0,
          150.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          26.0,
          238.91664000000003,
          20.0
         ],
         "text": "words that are sent here are typed here",
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
         "id": "obj-7",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "patching_rect": [
          240.0,
          370.0,
          320.0,
          22.0
         ],
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          20.0,
          2.0,
          212.0,
          20.0
         ],
         "varname": "text_5",
         "keymode": 1,
         "lines": 1,
         "outputmode": 1,
         "tabmode": 1,
         "nosymquotes": 1,
         "fontsize": 12.0,
         "parameter_enable": 0,
         "rounded": 4.0
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          690.0,
          20.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "weight, 0 to 1",
         "index": 2
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.numbox",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          284.0,
          48.0,
          16.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          236.0,
          4.0,
          44.0,
          16.0
         ],
         "varname": "weight_5",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "weight 5",
           "parameter_shortname": "weight",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          730.0,
          200.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "float",
          "float"
         ],
         "text": "t f f"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          730.0,
          236.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          780.0,
          164.0,
          75.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "loadmess 1."
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          128.0,
          129.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route bang"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          0.0,
          199.28496,
          20.0
         ],
         "text": "what the daemon plays is shown",
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
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          20.0,
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
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          56.0,
          114.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/prompt"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          480.0,
          92.0,
          48.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route 5"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          480.0,
          170.0,
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
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          590.0,
          164.0,
          159.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "zl.slice 1"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          590.0,
          200.0,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          490.0,
          169.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "join 2"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          240.0,
          410.0,
          60.6,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          446.0,
          28.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "t s"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          240.0,
          530.0,
          141.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/prompt 5"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          240.0,
          570.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          690.0,
          320.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "float"
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          70.0,
          210.0,
          44.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          4.0,
          40.0,
          16.0
         ],
         "varname": "clear_5",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "clear 5",
           "parameter_shortname": "clear",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "clear",
         "texton": "clear",
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          250.0,
          119.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang"
         ],
         "text": "t b b"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          290.0,
          94.0,
          22.0
         ],
         "text": "/lmdm/prompt 5",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          330.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          290.0,
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
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          372.0,
          20.0,
          20.0
         ],
         "text": "5",
         "fontsize": 12.0,
         "fontface": 0,
         "textcolor": [
          0.42,
          0.43,
          0.45,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          2.0,
          2.0,
          18.0,
          20.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
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
          "obj-3",
          1
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-10",
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
          "obj-11",
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
          "obj-9",
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
          "obj-9",
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
          "obj-16",
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
          "obj-17",
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
          "obj-13",
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
          "obj-18",
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
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-24",
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
          "obj-9",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          1
         ],
         "destination": [
          "obj-21",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-7",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      200.0,
      330.0,
      24.0
     ],
     "varname": "prompt_5",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      372.0,
      130.0,
      386.0,
      58.0
     ],
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
       980.0,
       560.0
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
      "description": "Transport",
      "digest": "Transport",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          386.0,
          58.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          170.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          60.0,
          60.0,
          20.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          6.0,
          6.0,
          89.0,
          20.0
         ],
         "varname": "play",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "play",
           "parameter_shortname": "play",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "play",
         "texton": "play",
         "mode": 0,
         "hint": "fades in"
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
          68.6,
          22.0
         ],
         "text": "/lmdm/play",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          140.0,
          60.0,
          60.0,
          20.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          101.0,
          6.0,
          89.0,
          20.0
         ],
         "varname": "stop",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "stop",
           "parameter_shortname": "stop",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "stop",
         "texton": "stop",
         "mode": 0,
         "hint": "fades out"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          140.0,
          110.0,
          69.3,
          22.0
         ],
         "text": "/lmdm/stop",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          250.0,
          60.0,
          60.0,
          20.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          196.0,
          6.0,
          89.0,
          20.0
         ],
         "varname": "panic",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "panic",
           "parameter_shortname": "panic",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "panic",
         "texton": "panic",
         "mode": 0,
         "hint": "silence at once, until play"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          250.0,
          110.0,
          75.3,
          22.0
         ],
         "text": "/lmdm/panic",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          360.0,
          60.0,
          60.0,
          20.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          291.0,
          6.0,
          89.0,
          20.0
         ],
         "varname": "reset",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "reset",
           "parameter_shortname": "reset",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "reset",
         "texton": "reset",
         "mode": 0,
         "hint": "the model forgets what it played"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          360.0,
          110.0,
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
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          500.0,
          20.0,
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
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          500.0,
          56.0,
          107.3,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/mode"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          500.0,
          92.0,
          112.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend setsymbol"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "live.menu",
         "numinlets": 1,
         "numoutlets": 3,
         "patching_rect": [
          500.0,
          130.0,
          90.0,
          16.0
         ],
         "outlettype": [
          "",
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          60.0,
          34.0,
          90.0,
          16.0
         ],
         "varname": "mode",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "mode",
           "parameter_shortname": "mode",
           "parameter_type": 2,
           "parameter_enum": [
            "text",
            "sketch",
            "jam",
            "delay"
           ],
           "parameter_mmax": 3
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          541.0,
          170.0,
          124.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend /lmdm/mode"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          130.0,
          39.0108,
          18.0
         ],
         "text": "mode",
         "fontsize": 10.0,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          6.0,
          33.0,
          50.0,
          18.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          541.0,
          210.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-2",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
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
          "obj-6",
          0
         ],
         "destination": [
          "obj-2",
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
          "obj-8",
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
          "obj-2",
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
          "obj-10",
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
          "obj-2",
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
          "obj-12",
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
          "obj-13",
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
          "obj-14",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          1
         ],
         "destination": [
          "obj-15",
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
          "obj-17",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      342.0,
      70.0,
      386.0,
      58.0
     ],
     "varname": "transport",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      372.0,
      194.0,
      386.0,
      90.0
     ],
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
       980.0,
       560.0
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
      "description": "How it is made",
      "digest": "How it is made",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          386.0,
          90.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
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
          14.0,
          89.89716,
          19.0
         ],
         "text": "How it is made",
         "fontsize": 11.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          1.0,
          378.0,
          18.0
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
          44.0,
          79.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 7,
         "numoutlets": 7,
         "patching_rect": [
          30.0,
          80.0,
          1603.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "",
          "",
          "",
          "",
          ""
         ],
         "text": "route steps block margin replan latency_mode seed"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          8.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "steps",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "steps",
           "parameter_shortname": "steps",
           "parameter_type": 1,
           "parameter_mmin": 1,
           "parameter_mmax": 8,
           "parameter_unitstyle": 0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          356.0,
          86.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend steps"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          294.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          70.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "block",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "block",
           "parameter_shortname": "block",
           "parameter_type": 1,
           "parameter_mmin": 1,
           "parameter_mmax": 48,
           "parameter_unitstyle": 0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          356.0,
          86.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend block"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          294.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          558.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          132.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "margin",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "margin",
           "parameter_shortname": "margin",
           "parameter_type": 0,
           "parameter_mmin": 0.005,
           "parameter_mmax": 2.0,
           "parameter_unitstyle": 9,
           "parameter_units": "%.2f s",
           "parameter_exponent": 3.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          356.0,
          94.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend margin"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          558.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          822.0,
          280.0,
          56.0,
          18.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          195.0,
          40.0,
          56.0,
          18.0
         ],
         "varname": "replan",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "replan",
           "parameter_shortname": "replan",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "replan",
         "texton": "replan",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          356.0,
          91.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend replan"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          822.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1156.0,
          326.0,
          80.0,
          18.0
         ],
         "text": "latency mode",
         "fontsize": 9.0,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          255.0,
          22.0,
          62.0,
          18.0
         ],
         "textjustification": 1
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "live.menu",
         "numinlets": 1,
         "numoutlets": 3,
         "patching_rect": [
          1086.0,
          280.0,
          62.0,
          16.0
         ],
         "outlettype": [
          "",
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          255.0,
          42.0,
          60.0,
          16.0
         ],
         "varname": "latency_mode",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "latency mode",
           "parameter_shortname": "latency mode",
           "parameter_type": 2,
           "parameter_enum": [
            "low",
            "normal",
            "rich",
            "custom"
           ],
           "parameter_mmax": 3
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          124,
          112.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend setsymbol"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          356.0,
          132.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend latency_mode"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1086.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1420.0,
          326.0,
          80.0,
          18.0
         ],
         "text": "seed",
         "fontsize": 9.0,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          317.0,
          22.0,
          62.0,
          18.0
         ],
         "textjustification": 1
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1350.0,
          280.0,
          58.0,
          22.0
         ],
         "outlettype": [
          "",
          "bang"
         ],
         "presentation": 1,
         "presentation_rect": [
          318.0,
          40.0,
          58.0,
          22.0
         ],
         "minimum": 0,
         "maximum": 2147483647,
         "parameter_enable": 0,
         "varname": "seed"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1350.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1350.0,
          356.0,
          84.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend seed"
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1350.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
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
          "obj-6",
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-9",
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
          "obj-11",
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
          "obj-12",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-14",
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
          "obj-13",
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
          "obj-15",
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
          "obj-16",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-18",
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
          "obj-17",
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
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          1
         ],
         "destination": [
          "obj-24",
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
          "obj-4",
          5
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-27",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      342.0,
      134.0,
      386.0,
      90.0
     ],
     "varname": "how_it_is_made",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      290.0,
      386.0,
      91.0
     ],
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
       980.0,
       560.0
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
      "description": "Sound",
      "digest": "Sound",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          386.0,
          91.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
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
          14.0,
          46.34508,
          19.0
         ],
         "text": "Sound",
         "fontsize": 11.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          1.0,
          378.0,
          18.0
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
          44.0,
          79.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 7,
         "numoutlets": 7,
         "patching_rect": [
          30.0,
          80.0,
          1603.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "",
          "",
          "",
          "",
          ""
         ],
         "text": "route loudness brightness density key tempo morph"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          8.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "loudness",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "loudness",
           "parameter_shortname": "loudness",
           "parameter_type": 0,
           "parameter_mmin": -60.0,
           "parameter_mmax": 0.0,
           "parameter_unitstyle": 4
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          356.0,
          106.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend loudness"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          124.0,
          28.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          152.0,
          36.6,
          22.0
         ],
         "text": "set 0",
         "outlettype": [
          ""
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
          194.0,
          176.0,
          36.6,
          22.0
         ],
         "text": "set 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          146.0,
          206.0,
          56.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          9.0,
          74.0,
          56.0,
          15.0
         ],
         "varname": "loudness_free",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "loudness free",
           "parameter_shortname": "model",
           "parameter_type": 2,
           "parameter_enum": [
            "mine",
            "model"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "model",
         "texton": "model",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          194.0,
          112.0,
          71.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.free"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          194.0,
          144.0,
          77.3,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "sel loudness"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          146.0,
          232.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang",
          ""
         ],
         "text": "sel 1 0"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          146.0,
          266.0,
          118.6,
          22.0
         ],
         "text": "/lmdm/free loudness",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          146.0,
          298.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          294.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          70.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "brightness",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "brightness",
           "parameter_shortname": "brightness",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          356.0,
          113.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend brightness"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          294.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          410.0,
          124.0,
          28.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          410.0,
          152.0,
          36.6,
          22.0
         ],
         "text": "set 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          458.0,
          176.0,
          36.6,
          22.0
         ],
         "text": "set 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          410.0,
          206.0,
          56.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          71.0,
          74.0,
          56.0,
          15.0
         ],
         "varname": "brightness_free",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "brightness free",
           "parameter_shortname": "model",
           "parameter_type": 2,
           "parameter_enum": [
            "mine",
            "model"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "model",
         "texton": "model",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          458.0,
          112.0,
          71.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.free"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          458.0,
          144.0,
          84.6,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "sel brightness"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          410.0,
          232.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang",
          ""
         ],
         "text": "sel 1 0"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          410.0,
          266.0,
          126.0,
          22.0
         ],
         "text": "/lmdm/free brightness",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          410.0,
          298.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          558.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          132.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "density",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "density",
           "parameter_shortname": "density",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 16.0,
           "parameter_unitstyle": 9,
           "parameter_units": "%.2f 1/s"
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          356.0,
          96.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend density"
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          558.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          674.0,
          124.0,
          28.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          674.0,
          152.0,
          36.6,
          22.0
         ],
         "text": "set 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          722.0,
          176.0,
          36.6,
          22.0
         ],
         "text": "set 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          674.0,
          206.0,
          56.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          133.0,
          74.0,
          56.0,
          15.0
         ],
         "varname": "density_free",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "density free",
           "parameter_shortname": "model",
           "parameter_type": 2,
           "parameter_enum": [
            "mine",
            "model"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "model",
         "texton": "model",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          722.0,
          112.0,
          71.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.free"
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          722.0,
          144.0,
          67.3,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "sel density"
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          674.0,
          232.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang",
          ""
         ],
         "text": "sel 1 0"
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          674.0,
          266.0,
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
         "id": "obj-43",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          674.0,
          298.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-44",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          892.0,
          326.0,
          80.0,
          18.0
         ],
         "text": "key",
         "fontsize": 9.0,
         "fontface": 0,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          193.0,
          22.0,
          62.0,
          18.0
         ],
         "textjustification": 1
        }
       },
       {
        "box": {
         "id": "obj-45",
         "maxclass": "live.menu",
         "numinlets": 1,
         "numoutlets": 3,
         "patching_rect": [
          822.0,
          280.0,
          62.0,
          16.0
         ],
         "outlettype": [
          "",
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          193.0,
          42.0,
          60.0,
          16.0
         ],
         "varname": "key",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "key",
           "parameter_shortname": "key",
           "parameter_type": 2,
           "parameter_enum": [
            "C",
            "C#",
            "D",
            "Eb",
            "E",
            "F",
            "F#",
            "G",
            "Ab",
            "A",
            "Bb",
            "B",
            "Cm",
            "C#m",
            "Dm",
            "Ebm",
            "Em",
            "Fm",
            "F#m",
            "Gm",
            "Abm",
            "Am",
            "Bbm",
            "Bm"
           ],
           "parameter_mmax": 23
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-46",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          124,
          112.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend setsymbol"
        }
       },
       {
        "box": {
         "id": "obj-47",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          356.0,
          76.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend key"
        }
       },
       {
        "box": {
         "id": "obj-48",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          822.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-49",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          938.0,
          124.0,
          28.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-50",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          938.0,
          152.0,
          36.6,
          22.0
         ],
         "text": "set 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-51",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          986.0,
          176.0,
          36.6,
          22.0
         ],
         "text": "set 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-52",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          938.0,
          206.0,
          56.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          195.0,
          74.0,
          56.0,
          15.0
         ],
         "varname": "key_free",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "key free",
           "parameter_shortname": "model",
           "parameter_type": 2,
           "parameter_enum": [
            "mine",
            "model"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "model",
         "texton": "model",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-53",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          986.0,
          112.0,
          71.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.free"
        }
       },
       {
        "box": {
         "id": "obj-54",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          986.0,
          144.0,
          47.9,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "sel key"
        }
       },
       {
        "box": {
         "id": "obj-55",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          938.0,
          232.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang",
          ""
         ],
         "text": "sel 1 0"
        }
       },
       {
        "box": {
         "id": "obj-56",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          938.0,
          266.0,
          89.3,
          22.0
         ],
         "text": "/lmdm/free key",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-57",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          938.0,
          298.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-58",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1086.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          256.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "tempo",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "tempo",
           "parameter_shortname": "tempo",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 240.0,
           "parameter_unitstyle": 9,
           "parameter_units": "%.2f bpm"
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-59",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-60",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          356.0,
          91.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend tempo"
        }
       },
       {
        "box": {
         "id": "obj-61",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1086.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-62",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1202.0,
          124.0,
          28.0,
          22.0
         ],
         "outlettype": [
          "bang"
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-63",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          1202.0,
          152.0,
          36.6,
          22.0
         ],
         "text": "set 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-64",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          1250.0,
          176.0,
          36.6,
          22.0
         ],
         "text": "set 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-65",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1202.0,
          206.0,
          56.0,
          16.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          257.0,
          74.0,
          56.0,
          15.0
         ],
         "varname": "tempo_free",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "tempo free",
           "parameter_shortname": "model",
           "parameter_type": 2,
           "parameter_enum": [
            "mine",
            "model"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "model",
         "texton": "model",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-66",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1250.0,
          112.0,
          71.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.free"
        }
       },
       {
        "box": {
         "id": "obj-67",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          1250.0,
          144.0,
          62.6,
          22.0
         ],
         "outlettype": [
          "bang",
          ""
         ],
         "text": "sel tempo"
        }
       },
       {
        "box": {
         "id": "obj-68",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          1202.0,
          232.0,
          60.0,
          22.0
         ],
         "outlettype": [
          "bang",
          "bang",
          ""
         ],
         "text": "sel 1 0"
        }
       },
       {
        "box": {
         "id": "obj-69",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          1202.0,
          266.0,
          104.0,
          22.0
         ],
         "text": "/lmdm/free tempo",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-70",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1202.0,
          298.0,
          78.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.send"
        }
       },
       {
        "box": {
         "id": "obj-71",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1350.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          318.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "morph",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "morph",
           "parameter_shortname": "morph",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 60.0,
           "parameter_unitstyle": 9,
           "parameter_units": "%.2f s"
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-72",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1350.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-73",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1350.0,
          356.0,
          92.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend morph"
        }
       },
       {
        "box": {
         "id": "obj-74",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1350.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
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
          "obj-6",
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
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
          "obj-14",
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
          "obj-11",
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
          "obj-12",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-9",
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
          "obj-10",
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
          "obj-12",
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
          "obj-15",
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
          "obj-16",
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
          "obj-17",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-15",
          1
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
          "obj-4",
          1
         ],
         "destination": [
          "obj-19",
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
          "obj-18",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-21",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-27",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-24",
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
          "obj-4",
          1
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
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
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          1
         ],
         "destination": [
          "obj-18",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-32",
          0
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-34",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          0
         ],
         "destination": [
          "obj-40",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-40",
          0
         ],
         "destination": [
          "obj-37",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-37",
          0
         ],
         "destination": [
          "obj-38",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-35",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-38",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-38",
          0
         ],
         "destination": [
          "obj-41",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
          0
         ],
         "destination": [
          "obj-42",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-42",
          0
         ],
         "destination": [
          "obj-43",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-46",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-46",
          0
         ],
         "destination": [
          "obj-45",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-45",
          1
         ],
         "destination": [
          "obj-47",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-47",
          0
         ],
         "destination": [
          "obj-48",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-53",
          0
         ],
         "destination": [
          "obj-54",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-54",
          0
         ],
         "destination": [
          "obj-51",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-51",
          0
         ],
         "destination": [
          "obj-52",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-49",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-49",
          0
         ],
         "destination": [
          "obj-50",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-50",
          0
         ],
         "destination": [
          "obj-52",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-52",
          0
         ],
         "destination": [
          "obj-55",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-55",
          0
         ],
         "destination": [
          "obj-56",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-56",
          0
         ],
         "destination": [
          "obj-57",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-55",
          1
         ],
         "destination": [
          "obj-45",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-59",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-59",
          0
         ],
         "destination": [
          "obj-58",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-58",
          0
         ],
         "destination": [
          "obj-60",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-60",
          0
         ],
         "destination": [
          "obj-61",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-66",
          0
         ],
         "destination": [
          "obj-67",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-67",
          0
         ],
         "destination": [
          "obj-64",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-64",
          0
         ],
         "destination": [
          "obj-65",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-62",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-62",
          0
         ],
         "destination": [
          "obj-63",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-63",
          0
         ],
         "destination": [
          "obj-65",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-65",
          0
         ],
         "destination": [
          "obj-68",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-68",
          0
         ],
         "destination": [
          "obj-69",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-69",
          0
         ],
         "destination": [
          "obj-70",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-68",
          1
         ],
         "destination": [
          "obj-58",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          5
         ],
         "destination": [
          "obj-72",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-72",
          0
         ],
         "destination": [
          "obj-71",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-71",
          0
         ],
         "destination": [
          "obj-73",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-73",
          0
         ],
         "destination": [
          "obj-74",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      230.0,
      386.0,
      91.0
     ],
     "varname": "sound",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      428.0,
      290.0,
      330.0,
      91.0
     ],
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
       980.0,
       560.0
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
      "description": "Delay mode",
      "digest": "Delay mode",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          330.0,
          91.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
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
          14.0,
          75.37980000000002,
          19.0
         ],
         "text": "Delay mode",
         "fontsize": 11.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          1.0,
          322.0,
          18.0
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
          44.0,
          79.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 6,
         "numoutlets": 6,
         "patching_rect": [
          30.0,
          80.0,
          1339.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "",
          "",
          "",
          ""
         ],
         "text": "route delay/time delay/blur delay/feedback delay/mix delay/freeze"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          8.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "delay_time",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "delay time",
           "parameter_shortname": "time",
           "parameter_type": 0,
           "parameter_mmin": 0.1,
           "parameter_mmax": 20.0,
           "parameter_unitstyle": 9,
           "parameter_units": "%.2f s",
           "parameter_exponent": 3.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          356.0,
          112.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/time"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          294.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          70.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "delay_blur",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "delay blur",
           "parameter_shortname": "blur",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          356.0,
          110.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/blur"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          294.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          558.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          132.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "delay_feedback",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "delay feedback",
           "parameter_shortname": "feedback",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          356.0,
          138.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/feedback"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          558.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          822.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          194.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "delay_mix",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "delay mix",
           "parameter_shortname": "mix",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          356.0,
          108.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/mix"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          822.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1086.0,
          280.0,
          56.0,
          18.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          257.0,
          40.0,
          56.0,
          18.0
         ],
         "varname": "delay_freeze",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "delay freeze",
           "parameter_shortname": "freeze",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "freeze",
         "texton": "freeze",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          356.0,
          123.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/freeze"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1086.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
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
          "obj-6",
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-9",
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
          "obj-11",
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
          "obj-12",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-14",
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
          "obj-13",
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
          "obj-15",
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
          "obj-16",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-18",
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
          "obj-17",
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
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      398.0,
      230.0,
      330.0,
      91.0
     ],
     "varname": "delay_mode",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      387.0,
      200.0,
      72.0
     ],
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
       980.0,
       560.0
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
      "description": "Live input",
      "digest": "Live input",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          200.0,
          72.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
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
          14.0,
          62.8464,
          19.0
         ],
         "text": "Live input",
         "fontsize": 11.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          1.0,
          192.0,
          18.0
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
          44.0,
          79.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          30.0,
          80.0,
          811.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "",
          ""
         ],
         "text": "route input/gain input/follow input/monitor"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          8.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "input_gain",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "input gain",
           "parameter_shortname": "gain",
           "parameter_type": 0,
           "parameter_mmin": -60.0,
           "parameter_mmax": 12.0,
           "parameter_unitstyle": 4
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          356.0,
          110.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend input/gain"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          294.0,
          280.0,
          56.0,
          18.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          71.0,
          40.0,
          56.0,
          18.0
         ],
         "varname": "input_follow",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "input follow",
           "parameter_shortname": "follow",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "follow",
         "texton": "follow",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          356.0,
          118.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend input/follow"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          294.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          558.0,
          280.0,
          56.0,
          18.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          133.0,
          40.0,
          56.0,
          18.0
         ],
         "varname": "input_monitor",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "input monitor",
           "parameter_shortname": "monitor",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "monitor",
         "texton": "monitor",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          356.0,
          127.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend input/monitor"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          558.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
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
          "obj-6",
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-9",
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
          "obj-11",
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
          "obj-12",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-14",
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
          "obj-13",
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
          "obj-15",
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
          "obj-16",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      327.0,
      200.0,
      72.0
     ],
     "varname": "live_input",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      242.0,
      387.0,
      516.0,
      72.0
     ],
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
       980.0,
       560.0
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
      "description": "How strictly it follows",
      "digest": "How strictly it follows",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          516.0,
          72.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
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
          14.0,
          121.56924000000001,
          19.0
         ],
         "text": "How strictly it follows",
         "fontsize": 11.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          1.0,
          508.0,
          18.0
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
          44.0,
          79.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 9,
         "numoutlets": 9,
         "patching_rect": [
          30.0,
          80.0,
          2131.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          ""
         ],
         "text": "route guidance guidance/notes guidance/clock guidance/loudness guidance/brightness guidance/density guidance/key guidance/input"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          8.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance",
           "parameter_shortname": "guidance",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          356.0,
          106.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          294.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          70.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_notes",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance notes",
           "parameter_shortname": "notes",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          356.0,
          139.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/notes"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          294.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          558.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          132.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_clock",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance clock",
           "parameter_shortname": "clock",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          558.0,
          356.0,
          137.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/clock"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          558.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          822.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          194.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_loudness",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance loudness",
           "parameter_shortname": "loudness",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          822.0,
          356.0,
          158.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/loudness"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          822.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1086.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          256.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_brightness",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance brightness",
           "parameter_shortname": "brightness",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1086.0,
          356.0,
          165.4,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/brightness"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1086.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1350.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          318.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_density",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance density",
           "parameter_shortname": "density",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1350.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1350.0,
          356.0,
          148.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/density"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1350.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1614.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          380.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_key",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance key",
           "parameter_shortname": "key",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1614.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1614.0,
          356.0,
          128.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/key"
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1614.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          1878.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          442.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "guidance_input",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "guidance input",
           "parameter_shortname": "input",
           "parameter_type": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 10.0,
           "parameter_unitstyle": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1878.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          1878.0,
          356.0,
          136.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/input"
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1878.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
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
          "obj-6",
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-9",
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
          "obj-11",
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
          "obj-12",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-14",
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
          "obj-13",
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
          "obj-15",
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
          "obj-16",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-18",
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
          "obj-17",
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
          "obj-19",
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
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          5
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
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
          0
         ],
         "destination": [
          "obj-27",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          6
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          7
         ],
         "destination": [
          "obj-34",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-34",
          0
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-35",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      212.0,
      327.0,
      516.0,
      72.0
     ],
     "varname": "how_strictly_it_follows",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "bpatcher",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      36.0,
      465.0,
      722.0,
      72.0
     ],
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
       980.0,
       560.0
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
      "description": "Output",
      "digest": "Output",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          4.0,
          4.0,
          12.0,
          12.0
         ],
         "outlettype": [],
         "presentation": 1,
         "presentation_rect": [
          0.0,
          0.0,
          722.0,
          72.0
         ],
         "background": 1,
         "ignoreclick": 1,
         "bgcolor": [
          0.93,
          0.93,
          0.915,
          1.0
         ],
         "border": 0,
         "rounded": 6,
         "mode": 0
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
          14.0,
          47.66376,
          19.0
         ],
         "text": "Output",
         "fontsize": 11.0,
         "fontface": 1,
         "textcolor": [
          0.16,
          0.17,
          0.19,
          1.0
         ],
         "presentation": 1,
         "presentation_rect": [
          4.0,
          1.0,
          714.0,
          18.0
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
          44.0,
          79.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "r lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          30.0,
          80.0,
          547.0,
          22.0
         ],
         "outlettype": [
          "",
          "",
          ""
         ],
         "text": "route gain mute"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          30.0,
          280.0,
          58.0,
          48.0
         ],
         "outlettype": [
          "",
          "float"
         ],
         "presentation": 1,
         "presentation_rect": [
          8.0,
          22.0,
          58.0,
          48.0
         ],
         "varname": "gain",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "gain",
           "parameter_shortname": "gain",
           "parameter_type": 0,
           "parameter_mmin": -60.0,
           "parameter_mmax": 0.0,
           "parameter_unitstyle": 4
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          30.0,
          356.0,
          80.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend gain"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          30.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          294.0,
          280.0,
          56.0,
          18.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "presentation": 1,
         "presentation_rect": [
          71.0,
          40.0,
          56.0,
          18.0
         ],
         "varname": "mute",
         "parameter_enable": 1,
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "mute",
           "parameter_shortname": "mute",
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         },
         "text": "mute",
         "texton": "mute",
         "mode": 1
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          124,
          74.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          294.0,
          356.0,
          84.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend mute"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          294.0,
          392.0,
          86.6,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.turned"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
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
          "obj-6",
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
          "obj-5",
          0
         ],
         "destination": [
          "obj-7",
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
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-9",
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
          "obj-11",
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
          "obj-12",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "presentation": 1,
     "presentation_rect": [
      6.0,
      405.0,
      722.0,
      72.0
     ],
     "varname": "output",
     "embed": 1,
     "bgmode": 0,
     "border": 0,
     "enablehscroll": 0,
     "enablevscroll": 0,
     "lockeddragscroll": 0,
     "lockedsize": 0,
     "clickthrough": 0,
     "viewvisibility": 1,
     "offset": [
      0.0,
      0.0
     ],
     "args": []
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      824.0,
      24.0,
      97.70448,
      20.0
     ],
     "text": "What comes in",
     "fontsize": 12.0,
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
     "id": "obj-18",
     "maxclass": "inlet",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      824.0,
      50.0,
      30.0,
      30.0
     ],
     "outlettype": [
      ""
     ],
     "comment": "OSC messages as in OSC.md; host NAME; port N; listen N",
     "index": 1
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 4,
     "numoutlets": 4,
     "patching_rect": [
      824.0,
      100.0,
      331.0,
      22.0
     ],
     "outlettype": [
      "",
      "",
      "",
      ""
     ],
     "text": "route host port listen"
    }
   },
   {
    "box": {
     "id": "obj-20",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      824.0,
      624.0,
      80.6,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend host"
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      928.0,
      624.0,
      78.6,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend port"
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      1136.0,
      140.0,
      79.0,
      22.0
     ],
     "outlettype": [
      "bang",
      ""
     ],
     "text": "t b l"
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1196.0,
      180.0,
      78.6,
      22.0
     ],
     "outlettype": [],
     "text": "s lmdm.send"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      824.0,
      584.0,
      99.16896000000001,
      20.0
     ],
     "text": "To the daemon",
     "fontsize": 12.0,
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
     "id": "obj-25",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      824.0,
      784.0,
      146.7,
      22.0
     ],
     "outlettype": [],
     "text": "udpsend 127.0.0.1 57140"
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1154.0,
      624.0,
      84.6,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "r lmdm.turned"
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      1154.0,
      658.0,
      149.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "t l l"
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1154.0,
      692.0,
      110.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /lmdm/set"
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1284.0,
      692.0,
      81.3,
      22.0
     ],
     "outlettype": [],
     "text": "s lmdm.value"
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1054.0,
      624.0,
      76.6,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "r lmdm.send"
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "patching_rect": [
      1424.0,
      658.0,
      98.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /lmdm/free"
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1424.0,
      624.0,
      76.6,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "r lmdm.send"
    }
   },
   {
    "box": {
     "id": "obj-33",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1424.0,
      692.0,
      73.3,
      22.0
     ],
     "outlettype": [],
     "text": "s lmdm.free"
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      1032.0,
      140.0,
      60.0,
      22.0
     ],
     "outlettype": [
      "int",
      "int"
     ],
     "text": "t i i"
    }
   },
   {
    "box": {
     "id": "obj-35",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1073.0,
      180.0,
      78.6,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend port"
    }
   },
   {
    "box": {
     "id": "obj-36",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1324.0,
      24.0,
      114.28032,
      20.0
     ],
     "text": "From the daemon",
     "fontsize": 12.0,
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
     "id": "obj-37",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1324.0,
      220.0,
      106.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "udpreceive 57144"
    }
   },
   {
    "box": {
     "id": "obj-38",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1464.0,
      260.0,
      55.3,
      22.0
     ],
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
       1020.0
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
      "description": "",
      "digest": "",
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
          20.0,
          14.0,
          261.5448,
          20.0
         ],
         "text": "/lmdm/param/NAME value  ->  NAME value",
         "fontsize": 12.0,
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
         "maxclass": "inlet",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          20.0,
          40.0,
          30.0,
          30.0
         ],
         "outlettype": [
          ""
         ],
         "comment": "OSC messages, sent or heard",
         "index": 1
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          480.0,
          980.0,
          81.3,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.value"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          84.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/gain"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          84.0,
          80.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend gain"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          114.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/mute"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          114.0,
          84.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend mute"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          144.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/loudness"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          144.0,
          106.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend loudness"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          174.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/brightness"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          174.0,
          113.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend brightness"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          204.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/density"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          204.0,
          96.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend density"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          234.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/key"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          234.0,
          76.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend key"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          264.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/tempo"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          264.0,
          91.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend tempo"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          294.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          294.0,
          106.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          324.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/notes"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          324.0,
          139.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/notes"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          354.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/clock"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          354.0,
          137.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/clock"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          384.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/loudness"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          384.0,
          158.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/loudness"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          414.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/brightness"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          414.0,
          165.4,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/brightness"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          444.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/density"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          444.0,
          148.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/density"
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          474.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/key"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          474.0,
          128.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/key"
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          504.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/guidance/input"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          504.0,
          136.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend guidance/input"
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          534.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/steps"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          534.0,
          86.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend steps"
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          564.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/block"
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          564.0,
          86.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend block"
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          594.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/margin"
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          594.0,
          94.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend margin"
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          624.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/replan"
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          624.0,
          91.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend replan"
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          654.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/latency_mode"
        }
       },
       {
        "box": {
         "id": "obj-43",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          654.0,
          132.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend latency_mode"
        }
       },
       {
        "box": {
         "id": "obj-44",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          684.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/seed"
        }
       },
       {
        "box": {
         "id": "obj-45",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          684.0,
          84.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend seed"
        }
       },
       {
        "box": {
         "id": "obj-46",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          714.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/morph"
        }
       },
       {
        "box": {
         "id": "obj-47",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          714.0,
          92.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend morph"
        }
       },
       {
        "box": {
         "id": "obj-48",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          744.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/delay/time"
        }
       },
       {
        "box": {
         "id": "obj-49",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          744.0,
          112.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/time"
        }
       },
       {
        "box": {
         "id": "obj-50",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          774.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/delay/blur"
        }
       },
       {
        "box": {
         "id": "obj-51",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          774.0,
          110.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/blur"
        }
       },
       {
        "box": {
         "id": "obj-52",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          804.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/delay/feedback"
        }
       },
       {
        "box": {
         "id": "obj-53",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          804.0,
          138.7,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/feedback"
        }
       },
       {
        "box": {
         "id": "obj-54",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          834.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/delay/mix"
        }
       },
       {
        "box": {
         "id": "obj-55",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          834.0,
          108.6,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/mix"
        }
       },
       {
        "box": {
         "id": "obj-56",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          864.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/delay/freeze"
        }
       },
       {
        "box": {
         "id": "obj-57",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          864.0,
          123.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend delay/freeze"
        }
       },
       {
        "box": {
         "id": "obj-58",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          894.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/input/gain"
        }
       },
       {
        "box": {
         "id": "obj-59",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          894.0,
          110.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend input/gain"
        }
       },
       {
        "box": {
         "id": "obj-60",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          924.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/input/follow"
        }
       },
       {
        "box": {
         "id": "obj-61",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          924.0,
          118.0,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend input/follow"
        }
       },
       {
        "box": {
         "id": "obj-62",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          954.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/param/input/monitor"
        }
       },
       {
        "box": {
         "id": "obj-63",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          290.0,
          954.0,
          127.3,
          22.0
         ],
         "outlettype": [
          ""
         ],
         "text": "prepend input/monitor"
        }
       },
       {
        "box": {
         "id": "obj-64",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "patching_rect": [
          20.0,
          984.0,
          230.0,
          22.0
         ],
         "outlettype": [
          "",
          ""
         ],
         "text": "route /lmdm/free"
        }
       },
       {
        "box": {
         "id": "obj-65",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          290.0,
          984.0,
          73.3,
          22.0
         ],
         "outlettype": [],
         "text": "s lmdm.free"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
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
          "obj-5",
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
          "obj-4",
          1
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
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
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
          1
         ],
         "destination": [
          "obj-8",
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
          "obj-9",
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
          1
         ],
         "destination": [
          "obj-10",
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
          "obj-11",
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
          1
         ],
         "destination": [
          "obj-12",
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
          "obj-13",
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
          1
         ],
         "destination": [
          "obj-14",
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
          "obj-15",
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
          1
         ],
         "destination": [
          "obj-16",
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
          "obj-17",
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
          1
         ],
         "destination": [
          "obj-18",
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
          "obj-19",
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
          1
         ],
         "destination": [
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-21",
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
          "obj-3",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          1
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
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
          "obj-22",
          1
         ],
         "destination": [
          "obj-24",
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
          "obj-24",
          1
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-27",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
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
          "obj-26",
          1
         ],
         "destination": [
          "obj-28",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
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
          "obj-28",
          1
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
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
          "obj-30",
          1
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-32",
          0
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
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
          "obj-32",
          1
         ],
         "destination": [
          "obj-34",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-34",
          0
         ],
         "destination": [
          "obj-35",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
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
          "obj-34",
          1
         ],
         "destination": [
          "obj-36",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-37",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-37",
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
          "obj-36",
          1
         ],
         "destination": [
          "obj-38",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-38",
          0
         ],
         "destination": [
          "obj-39",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
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
          "obj-38",
          1
         ],
         "destination": [
          "obj-40",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-40",
          0
         ],
         "destination": [
          "obj-41",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
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
          "obj-40",
          1
         ],
         "destination": [
          "obj-42",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-42",
          0
         ],
         "destination": [
          "obj-43",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-43",
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
          "obj-42",
          1
         ],
         "destination": [
          "obj-44",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-44",
          0
         ],
         "destination": [
          "obj-45",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-45",
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
          "obj-44",
          1
         ],
         "destination": [
          "obj-46",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-46",
          0
         ],
         "destination": [
          "obj-47",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-47",
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
          "obj-46",
          1
         ],
         "destination": [
          "obj-48",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-48",
          0
         ],
         "destination": [
          "obj-49",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-49",
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
          "obj-48",
          1
         ],
         "destination": [
          "obj-50",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-50",
          0
         ],
         "destination": [
          "obj-51",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-51",
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
          "obj-50",
          1
         ],
         "destination": [
          "obj-52",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-52",
          0
         ],
         "destination": [
          "obj-53",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-53",
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
          "obj-52",
          1
         ],
         "destination": [
          "obj-54",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-54",
          0
         ],
         "destination": [
          "obj-55",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-55",
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
          "obj-54",
          1
         ],
         "destination": [
          "obj-56",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-56",
          0
         ],
         "destination": [
          "obj-57",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-57",
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
          "obj-56",
          1
         ],
         "destination": [
          "obj-58",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-58",
          0
         ],
         "destination": [
          "obj-59",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-59",
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
          "obj-58",
          1
         ],
         "destination": [
          "obj-60",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-60",
          0
         ],
         "destination": [
          "obj-61",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-61",
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
          "obj-60",
          1
         ],
         "destination": [
          "obj-62",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-62",
          0
         ],
         "destination": [
          "obj-63",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-63",
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
          "obj-62",
          1
         ],
         "destination": [
          "obj-64",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-64",
          0
         ],
         "destination": [
          "obj-65",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0
     },
     "outlettype": [],
     "text": "p values"
    }
   },
   {
    "box": {
     "id": "obj-39",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1324.0,
      260.0,
      83.3,
      22.0
     ],
     "outlettype": [],
     "text": "s lmdm.heard"
    }
   },
   {
    "box": {
     "id": "obj-40",
     "maxclass": "outlet",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      1244.0,
      260.0,
      30.0,
      30.0
     ],
     "outlettype": [],
     "comment": "every message from the daemon",
     "index": 1
    }
   },
   {
    "box": {
     "id": "obj-41",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1032.0,
      324.0,
      421.87296000000003,
      20.0
     ],
     "text": "News every two seconds, so that a daemon that is started later is found",
     "fontsize": 12.0,
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
     "id": "obj-42",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      1062.0,
      430.0,
      129.0,
      22.0
     ],
     "outlettype": [
      "bang",
      "bang"
     ],
     "text": "t b b"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1032.0,
      466.0,
      60.0,
      22.0
     ],
     "outlettype": [
      "int"
     ],
     "text": "int 57144"
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1032.0,
      502.0,
      102.0,
      22.0
     ],
     "text": "/lmdm/notify 1 $1",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-45",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1172.0,
      466.0,
      78.6,
      22.0
     ],
     "text": "/lmdm/status",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1062.0,
      358.0,
      72.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "loadmess 1"
    }
   },
   {
    "box": {
     "id": "obj-47",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1062.0,
      394.0,
      71.3,
      22.0
     ],
     "outlettype": [
      "bang"
     ],
     "text": "metro 2000"
    }
   },
   {
    "box": {
     "id": "obj-48",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      1322.0,
      430.0,
      119.0,
      22.0
     ],
     "outlettype": [
      "int",
      "bang"
     ],
     "text": "t 1 b"
    }
   },
   {
    "box": {
     "id": "obj-49",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 3,
     "patching_rect": [
      1322.0,
      538.0,
      50.0,
      22.0
     ],
     "outlettype": [
      "",
      "int",
      "int"
     ],
     "text": "change"
    }
   },
   {
    "box": {
     "id": "obj-50",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1322.0,
      614.0,
      83.9,
      22.0
     ],
     "text": "/lmdm/refresh",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-51",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1322.0,
      358.0,
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
     "id": "obj-52",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "patching_rect": [
      1322.0,
      394.0,
      128.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /lmdm/heartbeat"
    }
   },
   {
    "box": {
     "id": "obj-53",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "patching_rect": [
      1322.0,
      574.0,
      35.9,
      22.0
     ],
     "outlettype": [
      "bang",
      ""
     ],
     "text": "sel 1"
    }
   },
   {
    "box": {
     "id": "obj-54",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1422.0,
      466.0,
      69.3,
      22.0
     ],
     "outlettype": [
      "bang"
     ],
     "text": "delay 3500"
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1422.0,
      502.0,
      28.0,
      22.0
     ],
     "text": "0",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-56",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1562.0,
      466.0,
      69.3,
      22.0
     ],
     "outlettype": [
      "bang"
     ],
     "text": "delay 1000"
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1562.0,
      494.0,
      225.94368000000003,
      20.0
     ],
     "text": "what was sent by hand is asked back",
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
      "obj-18",
      0
     ],
     "destination": [
      "obj-19",
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
      "obj-20",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      1
     ],
     "destination": [
      "obj-21",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      3
     ],
     "destination": [
      "obj-22",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-22",
      1
     ],
     "destination": [
      "obj-23",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-26",
      0
     ],
     "destination": [
      "obj-27",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      0
     ],
     "destination": [
      "obj-28",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      1
     ],
     "destination": [
      "obj-29",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-20",
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
      "obj-21",
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
      "obj-30",
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
      "obj-28",
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
      "obj-32",
      0
     ],
     "destination": [
      "obj-31",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-31",
      0
     ],
     "destination": [
      "obj-33",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      2
     ],
     "destination": [
      "obj-34",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-34",
      1
     ],
     "destination": [
      "obj-35",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-35",
      0
     ],
     "destination": [
      "obj-37",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-39",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-40",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-38",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-46",
      0
     ],
     "destination": [
      "obj-47",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-47",
      0
     ],
     "destination": [
      "obj-42",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      0
     ],
     "destination": [
      "obj-43",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-43",
      0
     ],
     "destination": [
      "obj-44",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      1
     ],
     "destination": [
      "obj-45",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-34",
      0
     ],
     "destination": [
      "obj-43",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-51",
      0
     ],
     "destination": [
      "obj-52",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-52",
      0
     ],
     "destination": [
      "obj-48",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-48",
      0
     ],
     "destination": [
      "obj-49",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-49",
      0
     ],
     "destination": [
      "obj-53",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-53",
      0
     ],
     "destination": [
      "obj-50",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-48",
      1
     ],
     "destination": [
      "obj-54",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-54",
      0
     ],
     "destination": [
      "obj-55",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-55",
      0
     ],
     "destination": [
      "obj-49",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-22",
      0
     ],
     "destination": [
      "obj-56",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-56",
      0
     ],
     "destination": [
      "obj-50",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-44",
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
      "obj-45",
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
      "obj-50",
      0
     ],
     "destination": [
      "obj-25",
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
