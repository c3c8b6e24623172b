// Compiled so that precompiled headers exist (WatchwordModule.cmake).
