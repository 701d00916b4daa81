/* Each file of page/ by name. */
#include "CPage.h"

static const unsigned char capacity_js[] = {
#embed "../../page/capacity.js"
};
static const unsigned char charts_js[] = {
#embed "../../page/charts.js"
};
static const unsigned char commands_js[] = {
#embed "../../page/commands.js"
};
static const unsigned char controls_js[] = {
#embed "../../page/controls.js"
};
static const unsigned char cost_js[] = {
#embed "../../page/cost.js"
};
static const unsigned char data_js[] = {
#embed "../../page/data.js"
};
static const unsigned char decide_js[] = {
#embed "../../page/decide.js"
};
static const unsigned char dom_js[] = {
#embed "../../page/dom.js"
};
static const unsigned char fleet_js[] = {
#embed "../../page/fleet.js"
};
static const unsigned char format_js[] = {
#embed "../../page/format.js"
};
static const unsigned char index_html[] = {
#embed "../../page/index.html"
};
static const unsigned char latency_js[] = {
#embed "../../page/latency.js"
};
static const unsigned char machine_js[] = {
#embed "../../page/machine.js"
};
static const unsigned char main_js[] = {
#embed "../../page/main.js"
};
static const unsigned char picks_js[] = {
#embed "../../page/picks.js"
};
static const unsigned char questions_json[] = {
#embed "../../page/questions.json"
};
static const unsigned char state_js[] = {
#embed "../../page/state.js"
};
static const unsigned char style_css[] = {
#embed "../../page/style.css"
};
static const unsigned char what_if_js[] = {
#embed "../../page/what-if.js"
};

/* Whatever is here is served, and nothing else. */
static const struct plimsoll_embedded_file files[] = {
    {"capacity.js", capacity_js, sizeof capacity_js},
    {"charts.js", charts_js, sizeof charts_js},
    {"commands.js", commands_js, sizeof commands_js},
    {"controls.js", controls_js, sizeof controls_js},
    {"cost.js", cost_js, sizeof cost_js},
    {"data.js", data_js, sizeof data_js},
    {"decide.js", decide_js, sizeof decide_js},
    {"dom.js", dom_js, sizeof dom_js},
    {"fleet.js", fleet_js, sizeof fleet_js},
    {"format.js", format_js, sizeof format_js},
    {"index.html", index_html, sizeof index_html},
    {"latency.js", latency_js, sizeof latency_js},
    {"machine.js", machine_js, sizeof machine_js},
    {"main.js", main_js, sizeof main_js},
    {"picks.js", picks_js, sizeof picks_js},
    {"questions.json", questions_json, sizeof questions_json},
    {"state.js", state_js, sizeof state_js},
    {"style.css", style_css, sizeof style_css},
    {"what-if.js", what_if_js, sizeof what_if_js},
};

size_t plimsoll_page_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_embedded_file plimsoll_page_file_at(size_t index) { return files[index]; }
