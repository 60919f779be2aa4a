/* palette: the distances of the map's colours as people with normal, protan, deutan and tritan
 * vision see them (CIEDE2000 after Machado, Oliveira and Fernandes 2009), and what can be read
 * on what. */
#include "theme.h"
#include "testlib.h"

#include <math.h>

enum vision { NORMAL, PROTAN, DEUTAN, TRITAN, VISIONS };
static const char *const VISION_NAMES[] = {"normal", "protan", "deutan", "tritan"};
static const double SEEN[VISIONS][3][3] = {   /* of linear light; severity 1 */
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
        {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
        {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
        {0.004733, 0.691367, 0.303900}}};
static const double PI = 3.14159265358979323846;

struct lab {
    double l, a, b;
};

/* The palette of xterm, 16 to 255, as linear light. */
static void linear_of(int index, double out[3])
{
    static const int LEVELS[] = {0, 95, 135, 175, 215, 255};
    int rgb[3] = {8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)};
    if (index < 232) {
        rgb[0] = LEVELS[(index - 16) / 36];
        rgb[1] = LEVELS[(index - 16) / 6 % 6];
        rgb[2] = LEVELS[(index - 16) % 6];
    }
    for (int i = 0; i < 3; i++) {
        const double c = rgb[i] / 255.0;
        out[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
}

static double lab_curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static struct lab lab_of(int index, enum vision vision)
{
    double light[3];
    double seen[3];
    linear_of(index, light);
    for (int i = 0; i < 3; i++) {
        const double *row = SEEN[vision][i];
        seen[i] = fmin(1, fmax(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2]));
    }
    const double x = 0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2];
    const double y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2];
    const double z = 0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2];
    const double fx = lab_curve(x / 0.95047);
    const double fy = lab_curve(y);
    const double fz = lab_curve(z / 1.08883);
    return (struct lab){116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

static double degrees_of(double b, double a)
{
    const double h = atan2(b, a) * 180 / PI;
    return h < 0 ? h + 360 : h;
}

static double cosine(double degrees)
{
    return cos(degrees * PI / 180);
}

/* CIEDE2000; the names are those of Sharma, Wu and Dalal (2005). */
static double distance(struct lab p, struct lab q)
{
    const double mean = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2;
    const double g = 0.5 * (1 - sqrt(pow(mean, 7) / (pow(mean, 7) + pow(25, 7))));
    const double a1 = p.a * (1 + g);
    const double a2 = q.a * (1 + g);
    const double c1 = hypot(a1, p.b);
    const double c2 = hypot(a2, q.b);
    const double h1 = degrees_of(p.b, a1);
    const double h2 = degrees_of(q.b, a2);
    const bool is_grey = c1 * c2 <= 0;
    double dh = is_grey ? 0 : h2 - h1;
    dh += dh > 180 ? -360 : dh < -180 ? 360 : 0;
    double h = h1 + h2;
    if (!is_grey) {
        h += fabs(h1 - h2) <= 180 ? 0 : h < 360 ? 360 : -360;
        h /= 2;
    }
    const double dl = q.l - p.l;
    const double dc = c2 - c1;
    const double db = 2 * sqrt(c1 * c2) * sin(dh / 2 * PI / 180);
    const double l = (p.l + q.l) / 2 - 50;
    const double c = (c1 + c2) / 2;
    const double t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) -
        0.20 * cosine(4 * h - 63);
    const double turn = 30 * exp(-pow((h - 275) / 25, 2));
    const double sl = 1 + 0.015 * l * l / sqrt(20 + l * l);
    const double sc = 1 + 0.045 * c;
    const double sh = 1 + 0.015 * c * t;
    const double rt =
        -2 * sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7))) * sin(2 * turn * PI / 180);
    return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(db / sh, 2) + rt * dc / sc * db / sh);
}

static double luminance(int index)
{
    double light[3];
    linear_of(index, light);
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
}

static double contrast(int a, int b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

/* The colours of a role; the terminal's own are taken for white on black, or the reverse. */
static struct theme_look look_of(enum theme_name name, enum tui_role role)
{
    struct theme_look look = theme_look(name, THEME_256, role, 0);
    const bool light = name == THEME_LIGHT;
    look.fg = look.fg >= 0 ? look.fg : light ? 16 : 231;
    look.bg = look.bg >= 0 ? look.bg : light ? 231 : 16;
    return look;
}

static const enum theme_name THEMES[] = {THEME_DARK, THEME_LIGHT};
enum { THEME_COUNT = 2 };

static void the_distance_is_that_of_the_published_test_data(void **state)
{
    (void)state;
    static const struct {
        struct lab a, b;
        double expected;
    } cases[] = {{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492}, {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double seen = distance(cases[i].a, cases[i].b);
        if (fabs(seen - cases[i].expected) > 0.0001) {
            fail_msg("case %zu: %.4f, expected %.4f", i, seen, cases[i].expected);
        }
    }
}

static void the_worst_pair_of_states_is_18_apart_in_every_kind_of_vision(void **state)
{
    (void)state;
    for (int t = 0; t < THEME_COUNT; t++) {
        for (int vision = 0; vision < VISIONS; vision++) {
            double worst = 1000;
            for (int a = 0; a < VM_CLASS_COUNT; a++) {
                for (int b = 0; b < a; b++) {
                    const struct theme_look la =
                        look_of(THEMES[t], (enum tui_role)(ROLE_MAP + a));
                    const struct theme_look lb =
                        look_of(THEMES[t], (enum tui_role)(ROLE_MAP + b));
                    worst = fmin(worst, distance(lab_of(la.bg, (enum vision)vision),
                                            lab_of(lb.bg, (enum vision)vision)));
                }
            }
            print_message("# %s, %s: %.1f\n", t == 0 ? "dark" : "light", VISION_NAMES[vision],
                worst);
            assert_true(worst >= 18);
        }
    }
}

static void a_changed_cell_is_told_from_its_unchanged_twin(void **state)
{
    (void)state;
    for (int t = 0; t < THEME_COUNT; t++) {
        for (int vision = 0; vision < VISIONS; vision++) {
            for (int class = 0; class < VM_CLASS_COUNT; class ++) {
                const struct theme_look plain =
                    look_of(THEMES[t], (enum tui_role)(ROLE_MAP + class));
                const struct theme_look changed =
                    look_of(THEMES[t], (enum tui_role)(ROLE_CHANGED + class));
                const double seen = distance(lab_of(plain.bg, (enum vision)vision),
                    lab_of(changed.bg, (enum vision)vision));
                if (seen < 7.5) {
                    fail_msg("theme %d, %s: class %d changes by %.1f only", t,
                        VISION_NAMES[vision], class, seen);
                }
                assert_int_not_equal(changed.attrs & LOOK_BOLD, plain.attrs & LOOK_BOLD);
            }
        }
    }
}

static void the_fault_stands_out_from_every_state(void **state)
{
    (void)state;
    for (int t = 0; t < THEME_COUNT; t++) {
        for (int vision = 0; vision < VISIONS; vision++) {
            for (int class = 0; class < VM_CLASS_COUNT; class ++) {
                const struct theme_look plain =
                    look_of(THEMES[t], (enum tui_role)(ROLE_MAP + class));
                const double seen =
                    distance(lab_of(look_of(THEMES[t], ROLE_FAULT).bg, (enum vision)vision),
                        lab_of(plain.bg, (enum vision)vision));
                if (seen < 16) {
                    fail_msg("theme %d, %s: class %d is %.1f from the fault", t,
                        VISION_NAMES[vision], class, seen);
                }
            }
        }
    }
}

/* Free and reserved show a texture, whose fill says what it is; all else on the map is a letter. */
static void letters_on_the_map_have_a_contrast_of_4_5(void **state)
{
    (void)state;
    int faults = 0;
    for (int t = 0; t < THEME_COUNT; t++) {
        for (int role = ROLE_FAULT; role < ROLE_COUNT; role++) {
            const struct theme_look look = look_of(THEMES[t], (enum tui_role)role);
            if (role == ROLE_MAP + VM_CLASS_FREE || role == ROLE_MAP + VM_CLASS_RESERVED) {
                continue;
            }
            if (contrast(look.fg, look.bg) < 4.5) {
                print_message("# theme %d, role %d: %d on %d has %.2f\n", t, role, look.fg, look.bg,
                    contrast(look.fg, look.bg));
                faults++;
            }
        }
    }
    assert_int_equal(faults, 0);
}

/* Rules, and the tail of a granule, are lines and no text. */
static void texts_have_a_contrast_of_4_5_on_black_and_on_white(void **state)
{
    (void)state;
    int faults = 0;
    for (int t = 0; t < THEME_COUNT; t++) {
        for (int role = 0; role < ROLE_FAULT; role++) {
            const struct theme_look look = look_of(THEMES[t], (enum tui_role)role);
            if (role != ROLE_RULE && role != ROLE_TAIL && contrast(look.fg, look.bg) < 4.5) {
                print_message("# theme %d, role %d: %d on %d has %.2f\n", t, role, look.fg, look.bg,
                    contrast(look.fg, look.bg));
                faults++;
            }
        }
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_distance_is_that_of_the_published_test_data),
        cmocka_unit_test(the_worst_pair_of_states_is_18_apart_in_every_kind_of_vision),
        cmocka_unit_test(a_changed_cell_is_told_from_its_unchanged_twin),
        cmocka_unit_test(the_fault_stands_out_from_every_state),
        cmocka_unit_test(letters_on_the_map_have_a_contrast_of_4_5),
        cmocka_unit_test(texts_have_a_contrast_of_4_5_on_black_and_on_white),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
