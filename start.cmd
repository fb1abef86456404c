@echo off
rem Double-click to make the report; or type, for instance: start.cmd rapport --kommun Hallstahammar
rem Only ASCII here: cmd reads this file in the code page of the window. Swedish text is in the folder starting.
setlocal EnableExtensions DisableDelayedExpansion

rem A window that was opened for this file stays until a key is pressed.
setlocal EnableDelayedExpansion
set "paus="
if not "!cmdcmdline:%~nx0=!"=="!cmdcmdline!" set "paus=ja"
endlocal & set "paus=%paus%"

set "python="
set "gammal="
set "genvag="
call :prova py.exe -3
call :prova python.exe
call :prova python3.exe
rem start.py itself tells what is wrong with a Python that is too old.
if not defined python set "python=%gammal%"
if not defined python goto saknas
if not "%~1"=="" goto kommando

rem Without arguments: the report of the demo municipality, opened when it is made.
set "ANALYS_OPPNA=%paus%"
pushd "%~dp0"
%python% "%~dp0start.py" rapport
set "kod=%errorlevel%"
popd
goto slut

:kommando
%python% "%~dp0start.py" %*
set "kod=%errorlevel%"
goto slut

:saknas
set "kod=1"
for /f "tokens=2 delims=:." %%c in ('chcp') do set "teckentabell=%%c"
chcp 65001 >nul
if defined genvag type "%~dp0starting\butiken.txt"
type "%~dp0starting\python.txt"
if defined teckentabell chcp %teckentabell% >nul
goto slut

:prova
if defined python exit /b
if "%~$PATH:1"=="" exit /b
%~n1 %2 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if "%errorlevel%"=="0" set "python=%~n1 %2"
if "%errorlevel%"=="1" set "gammal=%~n1 %2"
rem What leads to Microsoft Store is a file of no bytes, which answers that Python was not found.
if "%errorlevel%"=="9009" set "genvag=ja"
exit /b

:slut
if defined paus pause
exit /b %kod%
