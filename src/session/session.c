/* stub */ extern int session_stub; int session_stub;
