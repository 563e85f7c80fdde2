// lmdm in ChucK: one object, whose methods are the messages of instrument/OSC.md.
// Every refusal and every answer is printed, so that a mistake is seen where it was made.

public class Lmdm
{
    OscOut out;
    OscIn in;
    57140 => int port;
    0 => int listening;

    // where lmdm serve runs; replies come to the port `replies`, which must be free
    fun void connect( string host, int to, int replies )
    {
        to => port;
        out.dest( host, port );
        replies => in.port;
        in.listenAll();
        replies => listening;
        spork ~ hear();
        spork ~ stay();
    }

    fun void connect() { connect( "127.0.0.1", 57140, 57150 ); }

    // a message without arguments: play, stop, panic, reset, notes/off, prompt/clear ...
    fun void send( string address ) { out.start( "/lmdm/" + address ).send(); }
    fun void send( string address, float value ) { out.start( "/lmdm/" + address ).add( value ).send(); }
    fun void send( string address, string text ) { out.start( "/lmdm/" + address ).add( text ).send(); }

    fun void prompt( string text ) { send( "prompt", text ); }
    fun void prompt( int slot, string text, float weight )
    {
        out.start( "/lmdm/prompt" ).add( slot ).add( text ).add( weight ).send();
    }

    // a parameter by its name: set( "density", 6 )
    fun void set( string name, float value ) { send( "param/" + name, value ); }
    fun void set( string name, string choice ) { send( "param/" + name, choice ); }
    fun void ramp( string name, float target, dur time )
    {
        out.start( "/lmdm/ramp" ).add( name ).add( target ).add( time / second ).send();
    }
    fun void free( string name ) { send( "free", name ); }

    // a note that ends by itself
    fun void note( int pitch, float velocity, dur time )
    {
        out.start( "/lmdm/note" ).add( pitch ).add( velocity ).add( time / second ).send();
    }

    // now it is that beat
    fun void clock( float bpm, float beat )
    {
        out.start( "/lmdm/clock" ).add( bpm ).add( beat ).send();
    }

    fun void hear()
    {
        OscMsg message;
        while( true )
        {
            in => now;
            while( in.recv( message ) ) heard( message );
        }
    }

    // what is done with news: extend the class and say otherwise
    fun void heard( OscMsg message )
    {
        if( message.address == "/lmdm/fail" )
            <<< "lmdm refused", message.getString( 0 ), message.getString( 2 ) >>>;
        else if( message.address == "/lmdm/state" )
            <<< "lmdm:", message.getString( 0 ) >>>;
    }

    // a subscription lasts a minute
    fun void stay()
    {
        while( true )
        {
            out.start( "/lmdm/notify" ).add( 1 ).add( listening ).send();
            10::second => now;
        }
    }
}
