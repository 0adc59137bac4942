"""Which family, palette and settings each cover of the demo library has.

A palette is five colours; what each is for is said by the first line of the family that takes it.
"""

from __future__ import annotations

from typing import Any

Design = tuple[str, str, dict[str, Any]]

DESIGNS: dict[str, Design] = {
    # Chinese classics
    "hongloumeng": (
        "lattice_window",
        "#7c1f2a #2a1a1c #d9a25a #8fa58c #f4e6cf",
        {"pattern": "ice", "blossom": "#c8455a"},
    ),
    "hongloumeng-trad": ("thread_bound", "#23395b #1b1b1b #b3261e #e9dfc7 #f3ead6", {"motif": "ice"}),
    "xiyouji": ("cloud_scene", "#c8452e #3a1c14 #f0b33c #e9a05c #fbeed3", {}),
    "sanguo": ("thread_bound", "#5b1f1f #1c1414 #b3261e #e6d3a8 #f2e6c9", {"motif": "fret", "size": 84}),
    "shuihu": (
        "ink_mountains",
        "#dfe3dc #1d2a2e #b8392b #9db0ad #f3f0e6",
        {"sun": (170, 250), "radius": 48, "layers": 7},
    ),
    "liaozhai": (
        "moon_bough",
        "#141d33 #0b0f1a #46557d #9fb6c9 #efe9d2",
        {"moon": (214, 470, 150), "angle": -52, "start": (40, 920), "length": 240},
    ),
    "rulin": ("banded", "#e8e0cd #2b2a26 #8a2f24 #9aa58f #f7f1e2", {"motif": "chevron"}),
    "shijing": (
        "herbarium",
        "#efe8d6 #2f3a2c #4f7a52 #a2703a #f9f4e6",
        {"kinds": "mixed", "cols": 5, "vertical": True},
    ),
    "tangshi300": (
        "moon_bough",
        "#21456b #101a26 #6f8fae #e8a0a6 #f6efd9",
        {"moon": (200, 380, 150), "angle": -28, "start": (-30, 760), "length": 210},
    ),
    "songci300": (
        "lattice_window",
        "#35506b #1f2b36 #c9d3cf #8fa9b5 #f3f1e8",
        {"pattern": "stepped", "sun": False, "blossom": "#e9b7bd"},
    ),
    "chuci": (
        "moon_bough",
        "#3a2150 #170d20 #94507a #e9c46a #f8e9d0",
        {"moon": (210, 330, 126), "angle": -30, "start": (-30, 800), "length": 230},
    ),
    "mudanting": (
        "lattice_window",
        "#d98b93 #4a2430 #8a2f4b #a7b89a #fdf1ea",
        {"pattern": "stepped", "blossom": "#b5305a", "type": "#4a2430", "sun": False},
    ),
    "lunyu": ("thread_bound", "#6f5b3e #1d1a16 #a8322a #efe3c4 #f6eeda", {"motif": "fret", "size": 112}),
    "daodejing": ("brush_circle", "#f1ece0 #1b1b1b #b3261e #999999 #f8f4ea", {}),
    "zhuangzi": (
        "waves",
        "#e9ddc2 #1f3340 #d2583a #2f6d7f #f3ead2",
        {
            "figure": "fish",
            "vertical": True,
            "sun": (150, 230, 92),
            "level": 580,
            "at": (270, 500),
            "fat": 74,
            "bill": 0.0,
            "fin": 0.0,
        },
    ),
    "sunzi": ("banded", "#7d1d1d #1a1414 #c79a4b #96332c #f1e4c6", {"motif": "diamond", "size": 84}),
    "shiji": ("thread_bound", "#2f4a3c #141a16 #b3261e #e6dcc0 #f2ead4", {"motif": "cloud", "size": 112}),
    "zizhitongjian": ("thread_bound", "#3b2f4a #17131c #b3261e #e3d7c0 #f0e6d2", {"motif": "wave", "size": 84}),
    "shishuo": ("brush_circle", "#e4dcc8 #22303a #a8322a #999999 #f5efe0", {"start": 205}),
    "xuxiake": (
        "ink_mountains",
        "#d5e4df #123c3d #d8643c #6fa8a0 #f6f2e2",
        {"sun": (430, 210), "radius": 52, "side": "left", "red_sun": True},
    ),
    "shanhaijing": (
        "ink_mountains",
        "#e9d3a8 #3a1f18 #c6402b #c98f52 #f8ebcd",
        {"sun": (200, 270), "radius": 92, "layers": 6},
    ),
    "renjiancihua": ("paper_strips", "#f2eee4 #23323c #cfd8d4 #7f9aa3 #23323c", {"size": 96}),
    # Modern Chinese
    "nahan": (
        "giant_glyphs",
        "#b71c1c #111111 #f3e9d8 #000000 #111111",
        {"places": [(214, 236, 470), (400, 560, 470)], "type": "#f3e9d8", "plate_top": 752},
    ),
    "luotuo": ("wheel", "#e4c48f #241a12 #c9783c #4a3524 #f3e2bd", {}),
    "biancheng": ("water_and_pagoda", "#cfdccb #24372f #5d8a6b #4f8383 #f5f2e2", {}),
    "weicheng": (
        "giant_glyphs",
        "#f0e7d2 #24425c #c4482f #000000 #24425c",
        {"glyphs": "城", "places": [(300, 400, 330)], "ring": True, "type": "#f0e7d2"},
    ),
    "leiyu": ("storm", "#33415a #0d1220 #f3d35b #1a2233 #e9eef2", {}),
    "chaguan": ("roofs", "#d9c7a4 #2a211b #7d6a55 #c9683c #f2d58c", {"sun": (160, 300)}),
    "hulanhe": (
        "horizon",
        "#5c7ea6 #1f2d44 #f2a65e #e9eef2 #fff6e4",
        {"sun": (200, 430, 64), "figure": "cabin", "type": "#ffffff", "font": "libertine"},
    ),
    "chengnan": ("roofs", "#e9d9bd #3b3a3a #8d9296 #e0975a #f7dd9b", {"kite": True, "sun": (120, 420)}),
    "santi": ("three_suns", "#0a0f22 #05070f #ff7a3c #3fa7d6 #f2efe6", {"size": 150}),
    "wanli15": ("bauhaus", "#f0e3c2 #3a1512 #b3261e #d79b2f #7d2b22", {"size": 84}),
    "xiangtu": ("contours", "#f2e8d0 #3b2a1c #b3402a #8a6a3f #e3cfa0", {"bumps": 2.0, "levels": 13}),
    "meidelicheng": ("paper_strips", "#f6efe2 #3a2430 #e8b9a0 #b9554a #3a2430", {"size": 96}),
    # Science, craft and art in old China
    "mengxi": ("dial_zh", "#173a42 #0c1f24 #d6b063 #0f2a30 #f3ead0", {}),
    "tiangong": (
        "herbarium",
        "#e9dcc0 #3a2a18 #a2742f #5f7d4a #f7efd9",
        {"kinds": "grass", "cols": 6, "vertical": True, "reach": 330},
    ),
    "jiuzhang": ("counting_rods", "#efe2c3 #2b231a #b3261e #1f2a36 #f7efda", {}),
    "bencao": (
        "herbarium",
        "#e6ecd8 #1f3a2a #2f6b46 #9a5a2f #f6f6e6",
        {"kinds": "mixed", "cols": 4, "vertical": True, "reach": 345},
    ),
    "chajing": ("tea_leaves", "#efe9d8 #2f3a2a #a8702a #557a3f #f6f1df", {}),
    "yingzao": ("banded", "#a53a22 #2c1d14 #e0b872 #d98f5a #f5ead0", {"motif": "lattice", "size": 84}),
    # Translations into Chinese
    "aoman": (
        "gilt_cloth",
        "#23513f #d9b566 #a98f4b #000000 #f4ead0",
        {"emblem": "heart", "rosette": (14, 8), "size": 66},
    ),
    "yijiubasi": ("eye_halftone", "#ece4d4 #151515 #c8281f #000000 #f5efe2", {"size": 96}),
    "wuzhong": ("branching", "#f1ead8 #22302b #3f7a62 #c0652e #faf5e6", {"size": 92}),
    "jianai": (
        "horizon",
        "#3a3450 #14121f #b5586a #40344c #f3dcc0",
        {"figure": "tree", "type": "#f7ead6", "sun": (430, 400, 62), "size": 104},
    ),
    "alisi": (
        "rabbit_hole",
        "#f4e7cd #1c2540 #e7b84a #c8342e #fffaf0",
        {"title": "阿丽思\n漫游奇境记", "size": 62, "hole": 580},
    ),
    "jihe": ("compass_figure", "#efe6d0 #1c2b4a #c8452e #e2a93b #4a7f96", {"size": 96}),
    "guofulun": ("banded", "#1f3b57 #16222e #c9a24b #2f5577 #f4ecd6", {"motif": "coins", "size": 96}),
    "laoren": (
        "waves",
        "#f3c77b #1b2a3c #e2562f #1f6f8b #f7ecd2",
        {"sun": (400, 420, 120), "figure": "sail", "level": 560, "size": 104},
    ),
    "hamlet-zh": (
        "giant_glyphs",
        "#17171c #c9b58a #a3201f #000000 #c9b58a",
        {"glyphs": "生死", "places": [(228, 214, 380), (380, 540, 380)], "type": "#17171c"},
    ),
    "shijianjianshi": ("accretion", "#10142b #05060f #f08a2c #8a2f6b #fff1d0", {"size": 110}),
    "sicp-zh": (
        "circuit",
        "#12343b #0a1f24 #e8a33d #2f7f86 #f3efe0",
        {"title": "计算机程序的\n构造和解释", "size": 54, "chip": "(λ)"},
    ),
    # Chinese works in English
    "dream-red-chamber": (
        "banded",
        "#b8434a #3a1418 #e8b4a8 #8f2a35 #fbf0e2",
        {"motif": "ice", "font": "libertine", "label": (240, 540)},
    ),
    "journey-west": ("ink_mountains_en", "#f3d9a4 #4a2416 #d8432a #d8935a #fbf0d6", {"sun": (300, 330), "radius": 110}),
    "strange-stories": ("moon_fox", "#1f2a3a #0c121b #5a6f86 #e5b9a0 #f2ead2", {}),
    "analects": ("bamboo_slips", "#c9a86a #2b2016 #a8322a #8f6f3a #f1e3bd", {}),
    "tao-te-ching": (
        "brush_circle",
        "#e8e6df #25302f #b3402a #999999 #f6f4ee",
        {"start": 40, "title": "Tao\nTe\nChing"},
    ),
    "art-of-war": ("chevrons", "#a81f1f #150f0f #e6d2a5 #6b1414 #f4e8cb", {}),
    "rickshaw-boy": ("wheel", "#d9d2c0 #1f2a33 #b8472c #39434a #f4ecd8", {"wheel": (410, 590, 232)}),
    "fortress-besieged": ("lattice_gate", "#d9c9a3 #2a3440 #b3402c #7f8f8a #f7f0dc", {}),
    "three-body-problem": (
        "three_suns",
        "#1b0f1f #08050a #ffc04a #e0455a #dff0f2",
        {"speed": 1.0724, "spin": -0.3223, "steps": 2900, "size": 92},
    ),
    "year-1587": ("bauhaus", "#f4ead2 #1f2440 #c63a2c #e0a83a #55708f", {"grid": (5, 4), "size": 66}),
    "from-the-soil": (
        "horizon",
        "#e9c98c #3b2414 #f3e0ad #a86a34 #fff4d6",
        {"figure": "none", "sun": (420, 400, 70), "font": "slab", "size": 84, "credit": "slab-light"},
    ),
    "classic-of-tea": ("tea_leaves", "#dfe5d3 #26392d #b87a2c #4d7a4a #f5f4e6", {}),
    # English classics
    "pride-prejudice": (
        "gilt_cloth",
        "#6b2237 #e3c27a #c08f5a #000000 #f9ecd4",
        {"emblem": "initial", "letter": "P", "rosette": (16, 7), "size": 78},
    ),
    "nineteen-eighty-four": (
        "giant_glyphs",
        "#c9c2b2 #8f1a17 #161616 #000000 #161616",
        {
            "glyphs": "1984",
            "glyph_font": "bebas",
            "places": [(160, 200, 500), (440, 200, 500), (160, 566, 500), (440, 566, 500)],
            "type": "#f1eadb",
            "title": "Nineteen\nEighty-Four",
        },
    ),
    "origin-species": ("branching", "#f4ecd8 #2b2a22 #6b7f3a #a83a24 #fbf6e6", {"size": 78}),
    "jane-eyre": (
        "gilt_cloth",
        "#2a3350 #d7c08a #8f93b0 #000000 #f3ead6",
        {"emblem": "flame", "rosette": (10, 10), "font": "oldstandard", "size": 88},
    ),
    "alice": ("rabbit_hole", "#f7edda #2a1c3f #8fb9c4 #c8324a #fffaf0", {"hole": 590, "size": 60}),
    "euclid-elements": ("compass_figure", "#f2ead6 #221f1c #d8563a #e8b53f #3f7fa0", {"figure": "hexagon", "size": 60}),
    "wealth-nations": (
        "banded",
        "#e9dfc6 #23301f #7f6a2f #b9a766 #fbf5e3",
        {"motif": "star", "font": "oldstandard-bold"},
    ),
    "old-man-sea": (
        "waves",
        "#bfe0e2 #12303f #f2b134 #2a7f9e #f6f2e0",
        {"sun": (450, 330, 84), "figure": "fish", "at": (290, 520), "level": 620, "scale": 75, "fin": 0.6},
    ),
    "hamlet": ("crown", "#101418 #c8b07a #7d1a1f #3a3f46 #efe6d0", {}),
    "brief-history-time": ("curved_space", "#0f1a3a #060a18 #f6b53c #6fa8dc #f5f2e6", {}),
    "sicp": ("circuit", "#2a1a4a #150c28 #e8b23d #7a5fc0 #f4f0e2", {"chip": "λ", "size": 50}),
    "moby-dick": (
        "waves",
        "#e4e7e0 #16242e #c9d3cf #22485a #eef0e6",
        {
            "figure": "tail",
            "at": (300, 590),
            "level": 610,
            "sun": (300, 440, 170),
            "dark": True,
            "font": "vollkorn-black",
            "size": 104,
        },
    ),
    "frankenstein": ("storm", "#2f3a3c #0a0f10 #d8f05a #141c1e #eef2e4", {}),
    "great-gatsby": ("sunburst", "#12333a #0a1c20 #d8b45a #0b2329 #f6ead0", {}),
    "sherlock-holmes": ("fog_lamp", "#3a3f3a #14181a #f3c55a #8f8f7a #f6edd6", {}),
    "robinson-crusoe": ("footprints", "#f4d9a0 #243a3a #e8683a #f0dcae #3f9a9a", {}),
    "wuthering-heights": (
        "horizon",
        "#6d7f8f #1a1c22 #c9b8a0 #6a5a6a #f2ecdf",
        {"figure": "tree", "type": "#16181d", "sun": (440, 420, 50)},
    ),
    "treasure-island": (
        "contours",
        "#a9c6bd #33241a #b8231e #6f5232 #f3e3bd",
        {
            "island": True,
            "levels": 13,
            "bumps": 4.0,
            "route": [(210, 740), (250, 640), (330, 690), (340, 540), (300, 480), (372, 470)],
            "plate": 236,
        },
    ),
    "time-machine": ("dial", "#1c2a3a #0c131c #d3a657 #0d141d #f3ead6", {}),
    "around-world-80": ("globe", "#e7d9b8 #21304a #c8452e #4a7f8f #f7efd8", {}),
    "don-quixote": (
        "horizon",
        "#f0b45a #3a1c14 #f8dda0 #b8602e #fff1cf",
        {"figure": "mill", "sun": (330, 450, 66), "font": "goudy", "size": 94},
    ),
    "odyssey": (
        "waves",
        "#d8583a #1c2430 #f3c86a #1d4f6b #f4e8cc",
        {
            "figure": "galley",
            "sun": (430, 400, 104),
            "at": (230, 560),
            "level": 580,
            "font": "quattrocento",
            "size": 104,
        },
    ),
    "war-and-peace": (
        "gilt_cloth",
        "#7d1f1f #e8cf92 #c89b5c #000000 #faf0da",
        {"emblem": "star", "rosette": (24, 6), "font": "oldstandard-bold", "size": 80},
    ),
    "walden": (
        "horizon",
        "#a8c8c0 #1d332c #f3e3b0 #4f7f62 #fbf4dc",
        {"figure": "cabin", "sun": (430, 400, 60), "font": "goudy", "size": 100},
    ),
    "leaves-of-grass": (
        "herbarium",
        "#e9efd6 #20361f #3f7a34 #a8b83f #fbfbe9",
        {"kinds": "grass", "cols": 8, "reach": 460, "font": "goudy", "credit": "goudy"},
    ),
    "to-the-lighthouse": ("beam", "#22304f #1a2236 #f6d77a #3f6f8f #f5efe0", {}),
    "metamorphosis": ("tumbling_letters", "#e6d84a #191919 #c8321f #000000 #f6f0c8", {}),
    "opticks": ("newton_rings", "#14202b #05060a #d8b25a #000000 #f4f1e8", {}),
    "relativity": ("curved_space", "#3a1420 #1a080f #f4d06a #e07a5a #f8efe0", {"font": "oldstandard", "size": 90}),
    "silent-spring": ("spring", "#cfdcc4 #22312a #d8642e #6f9a4a #f4f1e0", {}),
    "double-helix": ("helix", "#1f4f7a #0f2a42 #f2b134 #e0563a #f6f2e4", {}),
    "godel-escher-bach": ("braid", "#f3ead6 #1d1d24 #c8432e #2f6f8f #e0a92f", {}),
    "story-of-art": ("bauhaus", "#f6efe0 #1b1b1b #2a5fa8 #d8362a #f2b631", {"grid": (4, 4), "size": 96}),
    "mythical-man-month": ("calendar", "#f1e6cf #2a1f1a #c8472c #3f6a6a #fbf5e6", {}),
    "notes-on-nursing": ("night_lamp", "#f0e4d0 #2a3a4a #e8993a #b3402c #fffaf0", {}),
    "meditations": ("stone_column", "#e6ddcb #3a2f2a #8f2f24 #b7a88c #f8f2e4", {}),
}
