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
   1000.0,
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
  "description": "lmdm's sound in Max, and back",
  "digest": "lmdm's sound in Max, and back",
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
      430.0,
      214.0
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
      40.0,
      0.0,
      42.37716,
      19.0
     ],
     "text": "Audio",
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
      60.0,
      18.0
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
      30.0,
      26.0,
      79.98924000000001,
      19.0
     ],
     "text": "lmdm to Max",
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
      8.0,
      24.0,
      90.0,
      18.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      30.0,
      60.0,
      44.0,
      16.0
     ],
     "outlettype": [
      "",
      "float"
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      25.0,
      44.0,
      16.0
     ],
     "varname": "from_channel",
     "parameter_enable": 1,
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "from channel",
       "parameter_shortname": "from channel",
       "parameter_type": 1,
       "parameter_mmin": 0,
       "parameter_mmax": 63,
       "parameter_unitstyle": 0,
       "parameter_initial": [
        1
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1
      }
     }
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
      100.0,
      139.0,
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
     "id": "obj-6",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      30.0,
      180.0,
      53.3,
      22.0
     ],
     "text": "set 1 $1",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      150.0,
      180.0,
      53.3,
      22.0
     ],
     "text": "set 2 $1",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      30.0,
      226.0,
      139.0,
      22.0
     ],
     "outlettype": [
      "signal",
      "signal"
     ],
     "text": "adc~ 1 2"
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      150.0,
      140.0,
      30.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "+ 1"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "outlet",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      340.0,
      30.0,
      30.0
     ],
     "outlettype": [],
     "comment": "lmdm, channel 1",
     "index": 1
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "meter~",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      70.0,
      280.0,
      80.0,
      14.0
     ],
     "outlettype": [
      "float"
     ],
     "presentation": 1,
     "presentation_rect": [
      180.0,
      24.0,
      120.0,
      9.0
     ],
     "varname": "from_1"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "outlet",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      150.0,
      340.0,
      30.0,
      30.0
     ],
     "outlettype": [],
     "comment": "lmdm, channel 2",
     "index": 2
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "meter~",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      190.0,
      280.0,
      80.0,
      14.0
     ],
     "outlettype": [
      "float"
     ],
     "presentation": 1,
     "presentation_rect": [
      180.0,
      35.0,
      120.0,
      9.0
     ],
     "varname": "from_2"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      460.0,
      26.0,
      79.98924000000001,
      19.0
     ],
     "text": "Max to lmdm",
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
      8.0,
      50.0,
      90.0,
      18.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "inlet",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      460.0,
      60.0,
      30.0,
      30.0
     ],
     "outlettype": [
      "signal"
     ],
     "comment": "to lmdm, channel 1",
     "index": 1
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "inlet",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      660.0,
      60.0,
      30.0,
      30.0
     ],
     "outlettype": [
      "signal"
     ],
     "comment": "to lmdm, channel 2",
     "index": 2
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "live.text",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      560.0,
      60.0,
      44.0,
      16.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      310.0,
      51.0,
      60.0,
      16.0
     ],
     "varname": "send_to_lmdm",
     "parameter_enable": 1,
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "send to lmdm",
       "parameter_shortname": "send",
       "parameter_type": 2,
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_mmax": 1
      }
     },
     "text": "send",
     "texton": "send",
     "mode": 1
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      760.0,
      60.0,
      44.0,
      16.0
     ],
     "outlettype": [
      "",
      "float"
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      51.0,
      44.0,
      16.0
     ],
     "varname": "to_channel",
     "parameter_enable": 1,
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "to channel",
       "parameter_shortname": "to channel",
       "parameter_type": 1,
       "parameter_mmin": 0,
       "parameter_mmax": 63,
       "parameter_unitstyle": 0,
       "parameter_initial": [
        3
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      760.0,
      100.0,
      139.0,
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
     "id": "obj-20",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      880.0,
      140.0,
      30.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "+ 1"
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      460.0,
      280.0,
      219.0,
      22.0
     ],
     "outlettype": [],
     "text": "dac~ 3 4"
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      460.0,
      180.0,
      60.0,
      22.0
     ],
     "outlettype": [
      "signal"
     ],
     "text": "*~ 0."
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "meter~",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      530.0,
      226.0,
      80.0,
      14.0
     ],
     "outlettype": [
      "float"
     ],
     "presentation": 1,
     "presentation_rect": [
      180.0,
      50.0,
      120.0,
      9.0
     ],
     "varname": "to_1"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      760.0,
      180.0,
      43.3,
      22.0
     ],
     "text": "set $1",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      660.0,
      180.0,
      60.0,
      22.0
     ],
     "outlettype": [
      "signal"
     ],
     "text": "*~ 0."
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "meter~",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      730.0,
      226.0,
      80.0,
      14.0
     ],
     "outlettype": [
      "float"
     ],
     "presentation": 1,
     "presentation_rect": [
      180.0,
      61.0,
      120.0,
      9.0
     ],
     "varname": "to_2"
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      880.0,
      180.0,
      43.3,
      22.0
     ],
     "text": "set $1",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      390.0,
      48.007200000000005,
      18.0
     ],
     "text": "macOS",
     "fontsize": 10.0,
     "fontface": 1,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      8.0,
      78.0,
      56.0,
      18.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      110.0,
      390.0,
      640.0,
      44.0
     ],
     "text": "BlackHole (or Loopback):  lmdm serve --device \"BlackHole 2ch\" --input-device \"BlackHole 16ch\".  In Max, Options, Audio Status: input BlackHole 2ch; output an aggregate of your loudspeakers and BlackHole 16ch, whose first channel is then 3.",
     "fontsize": 10.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      66.0,
      78.0,
      358.0,
      60.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      30.0,
      440.0,
      55.80480000000001,
      18.0
     ],
     "text": "Windows",
     "fontsize": 10.0,
     "fontface": 1,
     "textcolor": [
      0.16,
      0.17,
      0.19,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      8.0,
      144.0,
      56.0,
      18.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      110.0,
      440.0,
      640.0,
      44.0
     ],
     "text": "VB-Cable:  lmdm serve --device NAME, as --list-devices prints CABLE Input. In Max, Audio Status: input CABLE Output. A second cable is the way back: its Output after --input-device. In REAPER, ReaRoute as Max's ASIO driver leads to its tracks.",
     "fontsize": 10.0,
     "fontface": 0,
     "textcolor": [
      0.42,
      0.43,
      0.45,
      1.0
     ],
     "presentation": 1,
     "presentation_rect": [
      66.0,
      144.0,
      358.0,
      60.0
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
      "obj-8",
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
      "obj-8",
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
      "obj-8",
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
      "obj-8",
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
      "obj-8",
      1
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
      "obj-15",
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
      "obj-17",
      0
     ],
     "destination": [
      "obj-22",
      1
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
      "obj-19",
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
      "obj-21",
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
      "obj-25",
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
      "obj-25",
      1
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
      "obj-21",
      1
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
      "obj-26",
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
      "obj-21",
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
