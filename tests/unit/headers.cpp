// Compiled so that its precompiled headers exist (cmake/WatchwordModule.cmake).
