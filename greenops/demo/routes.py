"""Where the demonstration's people fly: destinations by region, the hubs they change at."""

# City airports by region, with the weight of each within its region.
DESTINATIONS: dict[str, dict[str, int]] = {
    "europe": {
        "CDG": 9,
        "BRU": 9,
        "LHR": 6,
        "VIE": 6,
        "FRA": 4,
        "MAD": 4,
        "FCO": 5,
        "CPH": 3,
        "LIS": 3,
        "WAW": 2,
        "ATH": 2,
        "OSL": 2,
        "HEL": 2,
        "IST": 3,
        "TLL": 2,
    },
    "africa": {
        "NBO": 9,
        "ADD": 8,
        "DSS": 5,
        "ABJ": 4,
        "JNB": 4,
        "KGL": 4,
        "CAI": 4,
        "DAR": 3,
        "ACC": 3,
        "NSI": 2,
        "LUN": 2,
        "EBB": 3,
        "TUN": 2,
        "MPM": 1,
        "NIM": 1,
    },
    "asia": {
        "BKK": 8,
        "DEL": 5,
        "SIN": 5,
        "ICN": 3,
        "HND": 3,
        "PEK": 3,
        "CGK": 3,
        "MNL": 3,
        "KUL": 3,
        "HAN": 2,
        "DAC": 2,
        "KTM": 2,
        "CMB": 1,
        "ULN": 1,
        "NAN": 2,
        "APW": 1,
    },
    "americas": {
        "JFK": 10,
        "IAD": 6,
        "PTY": 3,
        "BOG": 3,
        "MEX": 3,
        "GRU": 3,
        "EZE": 2,
        "SCL": 2,
        "LIM": 2,
        "YUL": 2,
        "MVD": 1,
        "SDQ": 1,
        "KIN": 1,
        "BGI": 1,
    },
    "arab states": {
        "DXB": 4,
        "AMM": 4,
        "DOH": 2,
        "RUH": 3,
        "BEY": 1,
        "KWI": 1,
        "MCT": 1,
    },
}

# Which regions a unit travels to.
REGIONS_OF_UNIT: dict[str, dict[str, int]] = {
    "ODG": {"europe": 35, "africa": 15, "asia": 18, "americas": 22, "arab states": 10},
    "STD": {"europe": 50, "africa": 6, "asia": 22, "americas": 17, "arab states": 5},
    "RAD": {"europe": 40, "africa": 12, "asia": 20, "americas": 18, "arab states": 10},
    "DEV": {"europe": 18, "africa": 36, "asia": 22, "americas": 14, "arab states": 10},
    "ADM": {"europe": 64, "africa": 10, "asia": 8, "americas": 16, "arab states": 2},
    "ROA": {"africa": 80, "europe": 14, "arab states": 4, "asia": 2},
    "RAP": {"asia": 82, "europe": 13, "arab states": 3, "americas": 2},
    "RAM": {"americas": 84, "europe": 14, "africa": 2},
}

# Where one changes between a home airport and a region; an empty place is a non-stop flight.
HUBS: dict[tuple[str, str], tuple[str, ...]] = {
    ("GVA", "europe"): ("", "", "", "", "ZRH", "FRA"),
    ("GVA", "africa"): ("ADD", "ADD", "CDG", "IST", "ZRH", "CAI"),
    ("GVA", "asia"): ("DXB", "DOH", "IST", "ZRH", "FRA"),
    ("GVA", "americas"): ("ZRH", "CDG", "AMS", "LHR", "MAD"),
    ("GVA", "arab states"): ("", "IST", "ZRH"),
    ("NBO", "africa"): ("", "ADD", "JNB", "KGL"),
    ("NBO", "europe"): ("AMS", "ADD", "IST", "ZRH"),
    ("NBO", "arab states"): ("", "DXB"),
    ("NBO", "asia"): ("DXB", "DOH"),
    ("BKK", "asia"): ("", "", "SIN", "KUL"),
    ("BKK", "europe"): ("DOH", "ZRH", "IST"),
    ("BKK", "arab states"): ("DXB",),
    ("BKK", "americas"): ("ICN", "HND"),
    ("PTY", "americas"): ("", "", "BOG", "MIA"),
    ("PTY", "europe"): ("AMS", "MAD", "CDG"),
    ("PTY", "africa"): ("AMS", "IST"),
}
# Non-stop from Geneva all year; elsewhere in its region one changes.
NON_STOP_FROM_GENEVA = frozenset(
    {
        "CDG",
        "BRU",
        "LHR",
        "VIE",
        "FRA",
        "MAD",
        "FCO",
        "CPH",
        "LIS",
        "WAW",
        "ATH",
        "IST",
        "JFK",
        "ADD",
        "DXB",
        "CAI",
        "HEL",
        "OSL",
        "IAD",
        "DOH",
    }
)
AIRLINES: dict[str, str] = {
    "ZRH": "LX",
    "FRA": "LH",
    "ADD": "ET",
    "CDG": "AF",
    "IST": "TK",
    "CAI": "MS",
    "DXB": "EK",
    "DOH": "QR",
    "AMS": "KL",
    "LHR": "BA",
    "MAD": "IB",
    "JNB": "SA",
    "KGL": "WB",
    "SIN": "SQ",
    "KUL": "MH",
    "ICN": "KE",
    "HND": "NH",
    "BOG": "AV",
    "MIA": "AA",
}
AIRLINE_OF_HOME: dict[str, str] = {"GVA": "LX", "NBO": "KQ", "BKK": "TG", "PTY": "CM"}


def itinerary(home: str, destination: str, hub: str) -> list[tuple[str, str]]:
    """The legs of one direction; the hub is left out where it is one of the ends or nobody changes."""
    if hub in ("", home, destination):
        return [(home, destination)]
    return [(home, hub), (hub, destination)]
