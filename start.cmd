@echo off
rem Double-click to make the report; or type: start.cmd rapport --kommun Hallstahammar
rem Only ASCII here: cmd reads this file in the code page of the window. What has other letters is in starting\python.txt.
setlocal EnableExtensions DisableDelayedExpansion

rem A window of its own is kept until a key is pressed.
set "paus="
setlocal EnableDelayedExpansion
set "rad=!cmdcmdline!"
if not "!rad:%~nx0=!"=="!rad!" set "paus=ja"
endlocal & set "paus=%paus%"

rem The first Python that runs and is new enough, then any Python at all: start.py tells what is wrong with it.
set "python="
for %%p in ("py -3" "python" "python3") do (
    if not defined python %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "python=%%~p"
)
for %%p in ("py -3" "python" "python3") do (
    if not defined python %%~p -c "import sys" >nul 2>nul && set "python=%%~p"
)
if not defined python goto saknas

rem Without arguments: the report of the demo municipality, opened when it is made.
if not "%~1"=="" goto kommando
pushd "%~dp0"
set "ANALYS_OPPNA=%paus%"
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
rem Windows has a python.exe of no bytes that only leads to Microsoft Store.
set "genvag="
for /f "delims=" %%f in ('where python 2^>nul') do if %%~zf==0 set "genvag=ja"
for /f "tokens=2 delims=:." %%c in ('chcp') do set "teckentabell=%%c"
chcp 65001 >nul
if defined genvag type "%~dp0starting\butiken.txt"
type "%~dp0starting\python.txt"
chcp %teckentabell% >nul

:slut
if defined paus pause
exit /b %kod%
