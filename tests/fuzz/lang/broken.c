main() { x = ; if } else ( "abc
'' 089 0xG 8p int long char y; "\q" struct s { int a; } # }
