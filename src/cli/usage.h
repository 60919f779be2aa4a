/* usage - what --help and --version print, in the person's language. */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

void usage_print_help(void);
void usage_print_version(void);

#endif
